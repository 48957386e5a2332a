"""Words that name no one thing: the field's own terms, the language's capitals, numbers of things.

`is_generic` is asked of whole names; the word sets below it are asked of parts and neighbours.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.names import fold


def word_set(words: str) -> frozenset[str]:
    """Return the words of a string that has white space between them."""
    return frozenset(words.split())


_TERMS = """
ai agi asi genai ml dl nlp nlu nlg cv rl nn nns llm llms lm lms vlm vlms mllm mllms lmm lmms lvlm lvlms slm slms lrm
lrms plm plms vla vlas dnn dnns ann anns gpu gpus cpu cpus tpu tpus npu npus fpga fpgas hpc api apis sdk sdks cli ide
ides ui uis gui guis ux sql pdf html xml json csv url urls http https sota ood iid qa q&a vqa ocr asr tts ner mt ir
iot edge cloud saas llm-based ai-based us usa u.s uk u.k eu un uae ceo cto cfo coo cio vp phd msc faq faqs roi kpi
kpis b2b b2c hr it pr prs id ids ok tv dc am pm et al eg ie vs etc fp fn tp tn auc auroc roc f1 f1-score map miou iou
psnr ssim fid rmse mse mae bleu rouge flops flop tflops gflops mhz ghz gb mb tb kb ram vram sram dram ssd usb wifi gps
ct mri pet ecg eeg emg rgb rgb-d lidar radar 1d 2d 3d 4d 5d 6d 2.5d 6g 5g 4g 3g covid covid-19 dna rna mrna pde pdes
ode odes sde sdes np np-hard sgd qr model models agent agents reasoning benchmark benchmarks dataset datasets data
method methods framework frameworks system systems network networks algorithm algorithms approach approaches task
tasks training inference attention memory learning language vision robotics safety alignment evaluation retrieval
generation optimization search planning code coding embedding embeddings prompt prompts prompting token tokens context
compute scaling pretraining post-training fine-tuning finetuning tools tool skills skill chatbot chatbots assistant
assistants copilot robot robots transformer-based open-source open-weight state-of-the-art end-to-end real-time
large-scale human humans user users research deep-learning machine-learning multi-agent multimodal text image images
video videos audio speech sci-fi wi-fi x-ray x-rays e-mail id-free non-ai pre-trained i.i.d ai/ml a/b
"""
TERMS = word_set(_TERMS)

_PHRASES = """
artificial intelligence|machine learning|deep learning|natural language processing|computer vision|neural network
language model|large language model|small language model|vision language model|vision-language model|foundation model
multimodal large language model|large multimodal model|large reasoning model|pre-trained language model|generative ai
reinforcement learning agent|artificial general intelligence|generative model|diffusion language model|open source
natural language|world model|reward model|base model|frontier model|reasoning model|autonomous agent|ai agent|llm agent
language agent|multi-agent system|knowledge base|data set|big data|data science|computer science|software engineering
state of the art|question answering|internet of things|electronic health record|deep neural network|large vision-language model
vision-language-action model|pretrained language model|visual language model|video language model|graph neural network
technical report|system card|model card|supplementary material|related work
"""
PHRASES = frozenset(phrase.strip() for line in _PHRASES.strip().splitlines() for phrase in line.split("|"))

_STARTERS = """
introducing announcing presenting unveiling launching releasing welcome hello meet open new using use why inside
a an the this that these those it its he she they we i you my our your his her their one two three four five six seven
eight nine ten some many most all both each every any no not another other others such same several few more less much
in on at of to for from by with without within into onto over under above below between among across through during
before after since until while when where why how what which who whom whose if then than so as but and or nor yet
because although though however moreover furthermore additionally finally first second third firstly secondly thirdly
lastly also thus hence therefore meanwhile consequently instead besides overall here there now today yesterday
tomorrow recently currently specifically notably importantly interestingly surprisingly unlike like despite via using
based given is are was were be been do does did has have had can could will would should may might must let lets see
note please check read watch try make take get new next last our extensive experimental experiments results empirical
empirically existing recent previous prior current code project website page github abstract introduction conclusion
towards toward beyond against regarding concerning compared comparing building leveraging inspired motivated drawing
combining applying integrating training evaluating unlike even only just once still yes maybe perhaps probably up down
out off about again further rather too very well
"""
STARTERS = word_set(_STARTERS)

_COUNTED = """
section sections figure figures fig table tables tab chapter part step steps version level phase appendix equation eq
theorem lemma corollary proposition definition algorithm example remark stage tier task day week month year page line
item question episode season lesson module unit grade class type category group team round top best issue volume vol
no number room building highway route article act rule law title series batch epoch layer head order rank row column
point problem exercise case experiment study scenario track subtask q h1 h2 january february march april may june july
august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday
thursday friday saturday sunday spring summer fall autumn winter since circa approximately about over under nearly
almost roughly around neurips nips icml iclr acl emnlp naacl cvpr iccv eccv aaai ijcai kdd sigir interspeech icassp
miccai iros icra corl colm covid percent level wave sprint build beta release update python windows ios android java
cuda html http usb web web2 bluetooth java node ubuntu linux earth mars area zone angle axis dimension dim size length
width height depth age score mean sd std ci p n k t f r z
"""
COUNTED = word_set(_COUNTED)
"""What stands before a number without the two being a name: sections, months, meetings, quantities."""

CALENDAR = word_set(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"""
)

_PREFIXES = """
non pre post multi cross inter intra sub super semi anti un re co bi tri uni mono human ai llm vision language image
text audio speech video open closed high low long short large small single double few zero one two three many real
fine coarse data model user task self end state rule web mobile deep on off in out full half hyper over under near far
non-llm instruction tool code domain time space multi-modal cost energy memory context query document word sentence
token graph node edge agent
"""
PREFIXES = word_set(_PREFIXES)
_PARTS = TERMS | PREFIXES | STARTERS

_QUANTITY = re.compile(r"\d[\d.,]*[kmbt]?[ -](?:parameters?|tokens?|params?)")

_CLASS = re.compile(r"[\w-]*[A-Z]*(?:LM|FM|NN|WM|MM)s")
"""Plurals that name a class of models ("SpeechLLMs", "VFMs"), not one of them."""

_STYLED = re.compile(r"[A-Z]{2,}[a-z]+[A-Z]|[a-z]{2,}[A-Z][a-z]{2,}|[A-Z][a-z]+[A-Z]+[a-z]|[A-Z][a-z]+[A-Z]\b")
"""Capitals that no word has by itself: a name, even where its letters are a word's."""

_TAIL = re.compile(
    r"-(?:\w*(?:ed|like|less|ing|wise|free|ware|able|ible|ready|first|native|only|style|level|scale|size|class|type|grade|side"
    r"|specific|agnostic|oriented|driven|friendly|centric|assisted|compatible|dependent|independent|aligned|related|built"
    r"|generated|led|heavy|rich|proof|era|as|to|for|and|vs|or|of|in|on|with|written|known|wide|bound|intensive|efficient"
    r"|capable|powered|run|backed|made|focused|adjacent|equivalent|optimal|invariant|equivariant|shot|shots|bit|dim|hop))$"
)


@lru_cache(maxsize=65536)
def is_generic(name: str) -> bool:
    """Say whether the name is a term of the field, of the language or a quantity, and so names nothing in particular."""
    folded = fold(name).strip(" .-*")
    if not any(sign.isalpha() for sign in folded) or (len(folded) < 2 and "*" not in name):
        return True
    if folded in CALENDAR or _QUANTITY.fullmatch(folded):
        return True
    if folded in TERMS or folded in PHRASES or (folded in STARTERS and not _STYLED.search(name)):
        return True
    if _CLASS.fullmatch(name):
        return True
    if name[-1] == "s" and folded.endswith("s") and (folded[:-1] in PHRASES or folded[:-1] in TERMS):
        return True
    parts = re.split(r"[-\s/]+", folded)
    return not _STYLED.search(name) and all(part in _PARTS or part.isdigit() for part in parts)


def bare(token: str) -> str:
    """Return the token without what only joins it to a noun: "GPT-9-based" is "GPT-9", "Foo-like" is "Foo"."""
    while found := _TAIL.search(token):
        token = token[: found.start()]
    return token
