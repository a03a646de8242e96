"""What a check of the audit log found, for a terminal: English and Chinese side by side."""

from __future__ import annotations

HOLDS = (
    (
        "the log holds: {newest.size} lines are those of {checkpoints} checkpoints, the newest of "
        "{newest.at}; {later} later lines are not covered yet"
    ),
    (
        "日志完好：{newest.size}行与{checkpoints}个校验点相符，最新的在{newest.at}；"
        "其后{later}行还没有校验点"
    ),
)

KEY_OF_FOLDER = (
    "the key came with the folder; compare it with one you got another way: {key}",
    "公钥来自同一文件夹；请与从别处得到的核对：{key}",
)

FORGED_KEY = ("that is no public key of a log", "这不是日志的公钥")

EXPORTED = (
    "{folder}: {lines} lines as hashes, {checkpoints} checkpoints and the public key",
    "{folder}：{lines}行的摘要、{checkpoints}个校验点和公钥",
)

FINDINGS = {
    "no_checkpoint": (
        "could not check: there is no checkpoint to compare with",
        "无法检查：没有可以比较的校验点",
    ),
    "unsigned": (
        "{where} is not signed with this key, or was changed",
        "{where}不是用这个密钥签的，或被改动过",
    ),
    "foreign_key": (
        (
            "{where} is signed with a key that no checkpoint before it names: it is forged, or an "
            "old key was used after its time"
        ),
        "{where}的签名密钥未经前面的校验点指定：是伪造的，或旧密钥在停用后又被使用",
    ),
    "other_key": (
        "your key signed none of these checkpoints: another log, or an export from before it",
        "这些校验点都不是用您的密钥签的：不是同一日志，或导出早于该密钥",
    ),
    "checkpoint_missing": (
        "checkpoint {told.number} is missing, and later ones are there",
        "缺少第{told.number}个校验点，而后面的还在",
    ),
    "forked": (
        (
            "the log was forked: two signed checkpoints tell two stories at number {told.number} "
            "({where})"
        ),
        "日志有两个版本：第{told.number}个校验点有两种说法（{where}）",
    ),
    "shrunk": (
        "checkpoint {told.number} says fewer lines or an earlier time than the one before",
        "第{told.number}个校验点的行数或时间比前一个还早",
    ),
    "cut": (
        (
            "the log was cut: checkpoint {told.number} ({where}) knows {told.last} lines, and it ends "
            "after {told.first}; or this export is older than the checkpoint"
        ),
        (
            "日志被截短：第{told.number}个校验点（{where}）有{told.last}行，这里只有{told.first}行；"
            "或者导出早于校验点"
        ),
    ),
    "changed": (
        (
            "the log was changed: of lines {told.first} to {told.last} one or more are not those that "
            "checkpoint {told.number} ({where}) knows"
        ),
        (
            "日志被改动：第{told.first}到{told.last}行中，至少一行与第{told.number}个校验点"
            "（{where}）不符"
        ),
    ),
}

BREAKS = {
    "edited": (
        "nothing was exported: line {line} of the log was changed",
        "没有导出：日志第{line}行被改动过",
    ),
    "missing": (
        "nothing was exported: line {line} of the log was taken away, added or moved",
        "没有导出：日志第{line}行被删除、加入或移动过",
    ),
    "unlinked": (
        "nothing was exported: line {line} of the log does not follow the line before",
        "没有导出：日志第{line}行接不上前一行",
    ),
    "truncated": (
        "nothing was exported: the log ends before line {line}, and there was more",
        "没有导出：日志在第{line}行之前就断了，后面的不见了",
    ),
}
