"""Letters that look like other letters, as far as the guard's words need them.

A short list of our own: core stands on the standard library alone, and the full Unicode table
of confusables has 6,000 rows for scripts that no word of the guard is written in.
Source: Unicode TS 39 (confusables.txt, 17.0) for the shapes; OpenCC for the characters.
"""

from __future__ import annotations

_SHAPES = {
    # Cyrillic, Greek and Armenian; capitals apart where they look like another letter.
    "a": "аαɑᴀա",
    "b": "вьβʙ",
    "c": "сϲᴄ",
    "d": "ԁɗđᴅ",
    "e": "еεєҽᴇ",
    "f": "ƒғꜰ",
    "g": "ɡɢց",
    "h": "нһհʜΗ",
    "i": "іιıɩɪӏ",
    "j": "јϳᴊ",
    "k": "кκᴋ",
    "l": "ʟłǀ",
    "m": "мᴍΜ",
    "n": "пηոɴΝ",
    "o": "оοօσᴏø",
    "p": "рρᴘΡ",
    "q": "ԛզ",
    "r": "гʀ",
    "s": "ѕꜱս",
    "t": "тτᴛ",
    "u": "υսᴜц",
    "v": "ѵνᴠ",
    "w": "ԝωшᴡ",
    "x": "хχ",
    "y": "уγʏΥ",
    "z": "ᴢΖ",
}
_SYMBOLS = {"a": "@", "s": "$", "e": "€", "l": "|"}
_CIRCLED = (0x1F150, 0x1F170, 0x1F1E6)  # negative circled, negative squared, flag letters

SHAPES = {ord(look): plain for plain, looks in _SHAPES.items() for look in looks} | {
    first + place: chr(ord("a") + place) for first in _CIRCLED for place in range(26)
}
SYMBOLS = {look: plain for plain, looks in _SYMBOLS.items() for look in looks}

_TRADITIONAL = (
    "與專業東丟兩個箇為爲舉麼麽鄉書產産親僅從們眾衆會傳體妳偵脩債償兒關養內農決況凍準淩湊幾齣"
    "劃則別彆製辦務動勞區協單賣卽壓縣雙發髮變隻號喫閤弔衕後嚮曏嗎聽唄員週諮響迴睏國墰壇壜罈罎"
    "處備復複夠頭媽學寶審傢尋導將儘盡侷屬佈師帳帶幫並併應廢開異棄張強噹當彔錄録徵徑願慼戶纔託"
    "釦執擾報撥掛捱蒐敎數斷無時曬暫機殺權條來闆構査欄樣檢樓橫歡殘毀燬譭沒潑滾滿滅點愛狀獄豬翫"
    "現電癡監眞碼種稅窮筆籌簽籤類糞係繫緊級紀組織終經結給絡絕絶維緝緩編網羣恥聯腎脅腦臉緻捨慮"
    "錶見覺計認討讓議訊講許論訟訪証證識詐訴試誠話詢該說説請調談謝負財敗賬貨貶賤貼貸費資賠賴趕"
    "車轉轟輕輛辯邊達過還這進遠適踰鄰埰寀採裏裡鈡鍾鐘錢銀銷鎖錯門問間鬧隊隨難麪麫麵須鬚顧預領"
    "題額飯飾馬騙騷齊"
)
_SIMPLIFIED = (
    "与专业东丢两个个为为举么么乡书产产亲仅从们众众会传体你侦修债偿儿关养内农决况冻准凌凑几出"
    "划则别别制办务动劳区协单卖即压县双发发变只号吃合吊同后向向吗听呗员周咨响回困国坛坛坛坛坛"
    "处备复复够头妈学宝审家寻导将尽尽局属布师帐带帮并并应废开异弃张强当当录录录征径愿戚户才托"
    "扣执扰报拨挂挨搜教数断无时晒暂机杀权条来板构查栏样检楼横欢残毁毁毁没泼滚满灭点爱状狱猪玩"
    "现电痴监真码种税穷笔筹签签类粪系系紧级纪组织终经结给络绝绝维缉缓编网群耻联肾胁脑脸致舍虑"
    "表见觉计认讨让议讯讲许论讼访证证识诈诉试诚话询该说说请调谈谢负财败账货贬贱贴贷费资赔赖赶"
    "车转轰轻辆辩边达过还这进远适逾邻采采采里里钟钟钟钱银销锁错门问间闹队随难面面面须须顾预领"
    "题额饭饰马骗骚齐"
)
SIMPLIFIED = dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
