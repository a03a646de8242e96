"""The words of copies to be signed by hand, and of agreements that were, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "hand_copy": "Copy for signing by hand",
    "hand_lead": "This is the agreement on paper. You can sign it by hand. The terms are those of the file.",
    "hand_esign": "You may sign here by hand. A file with the same text is sealed on our site.",
    "hand_back": "Send the signed page back to the lender. Keep one copy for yourself.",
    "hand_once": "Whoever has signed the file need not sign here.",
    "hand_signature": "Signature",
    "hand_name": "Name",
    "hand_date": "Date",
    "hand_no": "I do not agree. You can tick this and send it back, or do nothing. It costs nothing.",
    "hand_label": "To be signed by hand. There is no electronic signature on this paper.",
    "paper_label": "Signed on paper by the {who}; this file is the text, and the lender keeps the paper",
    "paper_seal": "It carries a cryptographic seal",
    "paper_seal_by": "It carries a cryptographic seal of {name}",
    "paper_rest": "The other signatures: {label}",
    "paper_borrower": "borrower",
    "paper_lender": "lender",
    "paper_counselor": "counselor",
}
