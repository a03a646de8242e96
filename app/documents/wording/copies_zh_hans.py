"""The words of copies to be signed by hand, and of agreements that were, in Chinese."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "hand_copy": "手写签名用副本",
    "hand_lead": "这是纸质协议，您可以手写签名，条款与电子文件相同。",
    "hand_esign": "您可以在这里手写签名，同一文本的文件在本网站封存。",
    "hand_back": "请把签好的一页寄回出借人，自己留一份。",
    "hand_once": "已签电子文件的一方不必在此签名。",
    "hand_signature": "签名",
    "hand_name": "姓名",
    "hand_date": "日期",
    "hand_no": "我不同意。您可以勾选后寄回，也可以什么都不做，没有任何费用。",
    "hand_label": "本件手写签名，纸上没有电子签名。",
    "paper_label": "{who}已在纸上签名；本文件是其文本，纸质原件由出借人保存",
    "paper_seal": "本文件附有密封印",
    "paper_seal_by": "本文件附有 {name} 的密封印",
    "paper_rest": "其他签名：{label}",
    "paper_borrower": "借款人",
    "paper_lender": "出借人",
    "paper_counselor": "顾问",
}
