"""The seven checks in words, for a terminal: English and Chinese side by side."""

from __future__ import annotations

CHECKS = {
    "a": ("the whole file is the final file", "整个文件就是最终文件"),
    "b": ("the signatures are exactly those expected", "签名一个不多、一个不少"),
    "c": ("nothing was changed after anyone signed", "签名以后没有任何改动"),
    "d": ("the certificates are those on record", "证书都是记录中的证书"),
    "e": ("nothing was added at the end", "末尾没有加入内容"),
    "f": ("the figures inside are the figures printed", "文件内的数字与印出的一致"),
    "g": ("the file could be read", "文件可以读取"),
}

FINDINGS = {
    "genuine_paper": ("genuine; one or more signed on paper", "真实；有人在纸上签名"),
    "large_print": ("a copy in large print, not the sealed file", "大字副本，不是封存文件"),
    "to_sign": ("a copy to sign by hand, not the sealed file", "手写签名用副本，不是封存文件"),
    "to_sign_large": (
        "a copy in large print to sign by hand, not the sealed file",
        "大字手写签名用副本，不是封存文件",
    ),
    "genuine": ("genuine", "真实"),
    "earlier_copy": ("not genuine: an earlier copy", "不是最终文件：较早的副本"),
    "changed": ("not genuine: it was changed", "不真实：被改动过"),
    "not_ours": ("not genuine: we do not know it", "不真实：我们不认识它"),
    "too_large": ("not genuine: too large", "不真实：文件太大"),
    "record_shortened": (
        "the file is unchanged, but rows of the record are missing: do not rely on it",
        "文件没有改动，但记录有缺失或改动，请勿依赖",
    ),
    "evidence_paper": ("the evidence, not the agreement", "这是证据，不是协议"),
    "other_evidence": ("the evidence is of another agreement", "证据属于另一份协议"),
    "unjudged": ("could not be checked; try again", "未能核对，请再试一次"),
    "proof_ended": (
        "could not be checked: its proof of time has ended; give newer --renewals",
        "未能核对：时间证明已到期，请提供较新的 --renewals",
    ),
    "clock_behind": (
        "could not be checked: this clock is behind the seal; set it",
        "未能核对：本机时间早于封存时间，请校准",
    ),
    "not_trusted": (
        "could not be checked: a root is missing; give --tsa-root",
        "未能核对：缺少根证书，请提供 --tsa-root",
    ),
    "damaged_evidence": (
        "could not be checked: the evidence is not genuine",
        "未能核对：证据不真实",
    ),
    "damaged_renewals": (
        "could not be checked: the renewals do not hold",
        "未能核对：续期文件不成立",
    ),
}

STATES = {
    "issuing": ("being written down", "正在写成"),
    "open": ("being signed; it binds nobody yet", "正在签名，还没有约束力"),
    "signed": ("signed by everybody, being sealed", "各方已签名，正在封存"),
    "sealed": ("sealed", "已封存"),
    "on_paper": ("signed on paper and sealed", "已在纸上签名并封存"),
    "suspended": ("suspended: the signature on paper is disputed", "已中止：纸上签名有异议"),
    "declined": ("not signed by everybody", "没有全部签名"),
    "expired": ("the time to sign ran out", "签名时间已过"),
    "superseded": ("a newer version took its place", "已有更新的版本"),
    "cancelled": ("left in the cooling-off time", "在冷静期内退出"),
    "disputed": ("sealed, and disputed now", "已封存，目前有异议"),
    "upheld": ("a dispute about it was upheld", "关于它的异议成立"),
    "replaced": ("replaced by a newer sealed version", "由新的封存版本取代"),
}

COPY_OF = "agreement {id}, version {version}; SHA-256 of the sealed file: {sealed} / 协议 {id} 第 {version} 版；封存文件的 SHA-256：{sealed}"
HEAD_FOUND = "the mailed value is row {row} of the record / 邮件中的值是记录的第 {row} 行"
HEAD_LOST = "the mailed value is not in the record: rows are missing or changed / 记录中没有邮件中的值：有缺失或改动"
