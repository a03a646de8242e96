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
    "genuine": ("genuine", "真实"),
    "earlier_copy": ("not genuine: an earlier copy", "不是最终文件：较早的副本"),
    "changed": ("not genuine: it was changed", "不真实：被改动过"),
    "not_ours": ("not genuine: we do not know it", "不真实：我们不认识它"),
    "too_large": ("not genuine: too large", "不真实：文件太大"),
    "evidence_paper": ("the evidence, not the agreement", "这是证据，不是协议"),
    "other_evidence": ("the evidence is of another agreement", "证据属于另一份协议"),
}

STATES = {
    "issuing": ("being written down", "正在写成"),
    "open": ("being signed; it binds nobody yet", "正在签名，还没有约束力"),
    "signed": ("signed by everybody, being sealed", "各方已签名，正在封存"),
    "sealed": ("sealed", "已封存"),
    "declined": ("not signed by everybody", "没有全部签名"),
    "expired": ("the time to sign ran out", "签名时间已过"),
    "superseded": ("a newer version took its place", "已有更新的版本"),
    "cancelled": ("left in the cooling-off time", "在冷静期内退出"),
    "disputed": ("sealed, and disputed now", "已封存，目前有异议"),
    "upheld": ("a dispute about it was upheld", "关于它的异议成立"),
    "replaced": ("replaced by a newer sealed version", "由新的封存版本取代"),
}

HEAD_FOUND = "the mailed value is row {row} of the record / 邮件中的值是记录的第 {row} 行"
HEAD_LOST = "the mailed value is not in the record: rows are missing or changed / 记录中没有邮件中的值：有缺失或改动"
