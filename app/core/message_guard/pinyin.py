"""Chinese that is spelled in Latin letters, as far as the guard's words need it.

A short table of our own, as in ``lookalikes``; tones are not written by who hurries. Source:
Unicode Unihan (kMandarin), with every reading that the guard's words have.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from app.core.message_guard.folding import View

_TABLE = (
    "ai挨爱 an安按案 ba八吧巴把爸 bai白败 ban办半板班 bang帮 bao宝报曝爆 bei北呗备被辈 ben本 beng甭 bi必笔逼避 bian便变辩边 biao表 "
    "bie别 bing并 bo博拨 bu不布捕部 cai才材裁财 can参残 cao操草 cha叉察查 chan产 chang偿常场 che撤车 chen晨 cheng乘成程 "
    "chi吃痴耻 chong重 chou筹 chu出处楚畜除 chuan传 chuang窗 chun蠢 ci刺次 cong从 cou凑 cui催 cun存村 cuo错 "
    "da大打答达搭 dai代带待贷逮 dan但单旦蛋 dang当 dao到导道 de地得的 dei得 deng等 di地底弟 dian垫点电 diao吊掉调 die牒 ding定 "
    "diu丢 dong东冻懂 dou兜抖都 du堵杜读 duan断短 dui队 dun蹲 duo多躲 e额 er二儿而 fa发法 fan反烦犯饭 fang房放方访 fei废费非飞 "
    "fen份分粪 feng奉封 fou否 fu付傅复夫幅府服父负附 gai该 gan敢赶 gang刚 gao告高 ge个割哥 gei给 gen跟 geng更 gong公工 "
    "gou够构狗购 gu顾骨 gua挂瓜 guan官管 guang光 gui归鬼 gun滚 guo国果过 hai孩还 han函 hang行 hao号好 he何合和河 hei黑 "
    "hen很 heng横 hong轰 hou候厚后 hu呼户护 hua划花话 huai坏 huan欢缓还 hui会回毁 hun混 huo活火货 ji几击即及圾寄己急机激疾级纪缉 "
    "jia假家驾 jian件检监见贱间 jiang将讲 jiao交叫教 jie介借姐接结解 jin仅今尽禁紧近进金 jing井境惊经警 jiu九就救究舅 ju举具局居拒拘 "
    "jue决绝觉 jun军 ka卡 kai开 kan看砍 kang抗 kao考 ke刻可客 kong空 kou口扣 kuai快 kuan款 la垃拉 lai来赖 lan栏 "
    "lang浪 lao佬劳牢老 le了 lei类 li利力理立里 lian联脸连 liang两良辆 liao了料 lie列裂 lin邻 ling令凌零领 liu六流留 lou楼 "
    "lu录律路 lun论轮 luo络 lv律 ma吗妈码马麻 mai买卖 man慢满 mao冒帽 me么 mei妹每没 men们门 mian免面 mie灭 min民 "
    "ming名命明 mo末没 mu母 na哪拿那 nan南难 nao脑闹 nei内 neng能 ni你泥 nian年念 nin您 nong农弄 nu女 nv女 ou偶 pai拍派 "
    "pan判 pao跑 pei赔配 peng朋 pi皮 pian片骗 piao票 pin品 po婆泼 pu曝 qi七妻弃戚期气漆起齐 qian前欠牵签钱 qiang强 qiao瞧 "
    "qie切 qin亲勤 qing清请轻 qiong穷 qiu求 qu区去取 quan全圈权 que瘸 qun群 rang让 rao扰 ren人任认 ri日 rong容 rou肉 "
    "ru入如 ruo若 san三 sao骚 sha傻杀 shai晒 shang上商 shao少 she涉社舍 shen什审申肾身 sheng牲生省 "
    "shi事使十失实市师拾时是示识饰驶 shou受守手授收首 shu书属数束叔 shua刷 shui水税 shuo说 si司四思死 song讼送 sou搜 su诉 suan算 "
    "sui随 suo所索锁 ta他她 tai太抬 tan坛谈 tao套讨逃 teng腾 ti体提替 tian天 tiao条调跳 tie贴铁 ting停听庭 tong同捅通 "
    "tou头投 tu途 tui腿 tuo托拖 wai外 wan完晚玩腕 wang亡望王网 wei为位委微未维 wen问 wo我 wu五务勿午屋无物 xi喜希息系西 xia下吓瞎 "
    "xian先县嫌现限 xiang乡像向响想象 xiao小晓校消笑销 xie些协血 xin信心 xing刑性行醒 xiong兄 xiu修羞 xu序许需须 xue学血 xun寻讯询 "
    "ya押 yan严眼 yang养样 yao要邀 ye也夜 yi一义以依已异意移议 yin因银音 ying应影 yong用 you友右幼有油 yu与余狱逾 yuan员园愿远院 "
    "yue月岳 za砸 zai再在 zan暂 zao早 ze则责 zha渣炸诈 zhai债 zhang丈帐张账障 zhao找照着 zhe折着这 zhen侦真 zheng征政整正证 "
    "zhi之值制只址执指支智止直知致 zhong中仲种终重钟 zhou周 zhu住注猪逐 zhua抓 zhuan专转 zhuang状 zhui追 zhun准 zi咨子字自资 "
    "zong总 zou走 zu族租组 zui最罪 zuo作做坐左座"
)
_FIRST = 0xE000  # private use: nobody's text has it, because folding drops it
_LETTERS = {
    found[1]: (chr(_FIRST + place), found[2])
    for place, found in enumerate(re.finditer("([a-z]+)([^a-z ]+)", _TABLE))
}
READ = {
    character: "".join(letter for letter, said in _LETTERS.values() if character in said)
    for character in sorted({one for _, said in _LETTERS.values() for one in said})
}
"""Each character of the guard's words, with the letters that stand for its syllables."""
_LONGEST = max(map(len, _LETTERS))
_RUN = re.compile("(?<![a-z0-9])[a-z]{2,24}(?![a-z0-9])")


def spelled(view: View) -> View:
    """``view`` with one letter for each syllable, where a word is made of syllables alone.

    Time is linear in its length. An English word like "can" is read so too: it takes the
    syllables of a whole phrase to hit anything.
    """
    text: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    done = 0
    for run in _RUN.finditer(view.text):
        cuts = _syllables(run[0])
        if cuts is None:
            continue
        text.append(view.text[done : run.start()])
        places += view.places[done : run.start()]
        ends += view.ends[done : run.start()]
        for start, end in pairwise(cuts):
            text.append(_LETTERS[run[0][start:end]][0])
            places.append(view.places[run.start() + start])
            ends.append(view.ends[run.start() + end - 1])
        done = run.end()
    text.append(view.text[done:])
    return View("".join(text), (*places, *view.places[done:]), (*ends, *view.ends[done:]))


@lru_cache(maxsize=4096)
def _syllables(word: str) -> tuple[int, ...] | None:
    """Where ``word`` is cut into the fewest syllables; nothing if it is not made of them."""
    ways: list[tuple[int, ...] | None] = [(0,)]
    for end in range(1, len(word) + 1):
        known = (
            (*before, end)
            for start in range(max(0, end - _LONGEST), end)
            if (before := ways[start]) is not None and word[start:end] in _LETTERS
        )
        ways.append(min(known, key=len, default=None))
    return ways[-1]
