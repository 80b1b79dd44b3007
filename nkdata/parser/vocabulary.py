r"""The words of the page around the article, by kind of noise.

Each kind is a tuple of patterns over a *folded* line (lower case, plain quotes, single spaces; see
``features.folded``) and says how much of the line a pattern has to cover: ``WHOLE`` the whole line without the
punctuation around it, ``OPENING`` its beginning, ``ANYWHERE`` some part of it. Braces name a word class:
``{outlet}`` stands for any word of ``CLASSES["outlet"]``. Loops are possessive (``*+``): nothing is tried twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nkdata.words import calendar, outlets

if TYPE_CHECKING:
    from collections.abc import Iterable

CLASSES: Final = {
    "platform": (
        r"facebook|twitter|x|instagram|youtube|telegram|whatsapp|linkedin|pinterest|reddit|tumblr|tiktok|threads"
        r"|bluesky|mastodon|flipboard|messenger|wechat|weibo|vk|vkontakte|odnoklassniki|line|viber|snapchat"
        r"|google ?(?:\+|plus|news)?|stumbleupon|digg|pocket|skype|e-?mail|print|rss|sms|copy link|link|gab|parler"
        r"|truth social|gettr|rumble|substack|discord|twitch"
    ),
    "agency": (
        rf"{outlets.AGENCIES.lower()}|staff|staff (?:writer|reporter|report)s?|web ?desk"
        r"|news ?desk|online desk|wire (?:services|reports)|agencies|admin|editor"
    ),
    "section": (
        r"world|politics|business|economy|opinion|opinions|editorial|sports?|entertainment|lifestyle|culture|arts?"
        r"|science|health|tech|technology|travel|education|environment|climate|security|defen[cs]e|military|diplomacy"
        r"|national|nation|local|international|foreign affairs|asia|asia[- ]pacific|africa|europe|middle east"
        r"|americas?|latin america|us|u\.s\.|uk|video|videos|photos|gallery|galleries|podcasts?|features?|analysis"
        r"|commentary|markets|finance|money|weather|home|news|top news|in depth|fact check|uncategori[sz]ed|blog|blogs"
        r"|breaking|breaking news|live|magazine|society|crime|law|history|religion|food|style|people"
    ),
    "link": (
        r"about(?: us)?|contact(?: us)?|privacy(?: policy| settings)?|terms(?: of (?:use|service)| (?:and"
        r"|&) conditions)?|careers|jobs|advertise(?: with us)?|site ?map|help(?: cent(?:er|re))?|faqs?|disclaimer"
        r"|cookies?(?: policy| preferences| settings)?|accessibility|feedback|imprint|impressum|archives?"
        r"|rss(?: feeds?)?|e-?paper|today's paper|subscriptions?|my account|profile|log ?in|log ?out|sign ?in"
        r"|sign ?out|sign ?up|register|search|menu|close|open menu|close menu|more|less|next|previous|prev|back|top"
        r"|home ?page|main page|mobile version|desktop version|full site|live tv|watch live|newsletters?|apps?|shop"
        r"|store|play|pause|mute|unmute|loading|settings|skip|dismiss|cancel|submit|ok|go|view all|see all|show all"
        r"|all|expand|collapse"
    ),
    "language": (
        r"english|deutsch|fran[cç]ais|espa[nñ]ol|italiano|portugu[eê]s|русский|українська|中文|日本語|한국어|العربية|हिन्दी"
        r"|türkçe|polski|հայերեն|فارسی|tiếng việt|bahasa indonesia|nederlands|svenska|suomi|čeština|ελληνικά|עברית"
    ),
    "outlet": f"{outlets.OUTLET_WORDS}|sun|star|record|reporter|channel|fm|watch|hub|portal",
    "month": calendar.MONTH.lower(),
    "weekday": "|".join((*calendar.WEEKDAYS, *calendar.SHORT_WEEKDAYS, "tues", "thurs?")).lower(),
    "remark": r"comments?|repl(?:y|ies)|responses?|opinions?|thoughts?|reviews?|feedback",
    "unit": r"seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?",
}

WHOLE: Final = {
    "share-widget": (
        (
            r"(?:(?:please )?(?:share|tweet|like|pin|send|print|e-?mail|recommend|follow|repost|shares)|share (?:this"
            r"|it|now|via|with|on|to|the|your)\b.{0,40})"
        ),
        (
            r"(?:share|tweet|like|follow|pin|find|join|visit|watch)(?: (?:this|it|us|our|me|with|your|friends|article"
            r"|story|post|page|all|and|&|more))*+(?: (?:on|to|via|at|in))?(?:[ ,/|&]*(?:and "
            r"|or )?(?:{platform})(?: page| channel| feed)?)*+"
        ),
        r"(?:{platform})(?:[ ,/|&•·-]+(?:{platform}))*+",
        (
            r"(?:like|follow|find|join|watch)\b.{1,40}\bon (?:social media|{platform})(?:[ ,/|&]*(?:and "
            r"|or )?(?:{platform}))*+"
        ),
        (
            r"(?:spread the (?:word|love)|tell your friends|copy (?:the )?(?:url|link)|link copied|copied"
            r"|stay connected|follow us.{0,60}|connect with us)"
        ),
        r"print (?:this |the )?(?:page|article|story|post|friendly)\b.{0,30}",
        r"(?:add|set|make|choose|prefer) (?:us|.{2,40}) (?:on|as)\b.{0,20}\b(?:google|preferred source)\b.{0,20}",
    ),
    "section-tag": (
        r"(?:{section})(?:[ /|,&>»›·:-]+(?:and )?(?:{section}))*+(?: news)?",
        (
            r"(?:region|theme|topics?|category|categories|sections?|filed under|posted in|tags?|tagged(?: with)?"
            r"|labels?|keywords?|subjects?) ?(?::|-).{1,120}"
        ),
        r"(?:filed under|posted in|tagged(?: with)?) .{1,120}",
    ),
    "site-menu": (
        r"(?:{link})(?:[ /|,&>»›·]+(?:{link}))*+",
        r"(?:skip|jump|go|back|return|scroll) (?:back )?to (?:the )?(?:[\w'-]+ ?){1,5}",
        (
            r"(?:exit|switch to|view|open|leave) (?:the )?(?:mobile|desktop|full|amp|print)(?: (?:site|version|view"
            r"|page))+"
        ),
        r"(?:show|load|view|see|read|hide) (?:more|less|all|comments?|next|full article|full story)",
        (
            r"(?:toggle|open|close|expand|hide|show) (?:the )?(?:menu|navigation|search|sidebar|submenu|nav"
            r"|panel)(?: bar)?"
        ),
        r"(?:previous|next|older|newer|prev) (?:articles?|posts?|stor(?:y|ies)|pages?|entry)(?: .{0,120})?",
        r"go to top\b.{0,80}",
        r"pages?:? ?\d+(?: of \d+)?",
        r"\d+ of \d+",
        r"(?:forgot|lost) (?:your )?password.{0,60}",
        r"(?:already|not) (?:a|have)\b.{0,20}\b(?:account|member|subscriber)\b.{0,30}",
        r"(?:enter|type) (?:your )?(?:search|keyword)s?.{0,40}",
        r"please (?:log|sign) ?in.{0,60}",
        r"your (?:username|password|e-?mail)",
        r"(?:previous|next|prev) (?:articles?|posts?|stor(?:y|ies)) ?[:|»«>-] ?.{0,120}",
        r"post navigation",
        (
            r"(?:search|search for|categories|meta|archives?|recent comments|recent posts|tag cloud|calendar|blogroll"
            r"|remember me|follow|following)"
        ),
        r"(?:sign|log) ?in to (?:your|my|the) .{2,30}",
        r"(?:create|open|register|make)(?: for)?(?: an?| your| free)* (?:account|profile)",
        r"(?:user ?name|e-?mail|password|login)(?: or (?:user ?name|e-?mail|phone))?(?: address| number)?",
        r"loading(?: .{0,40})?",
        r"(?:like )?loading",
    ),
    "language-switch": (
        r"(?:{language})(?:[ /|,•·]+(?:and |und |et |и )?(?:{language}))*+",
        (
            r"(?:this|the) (?:text|article|page|story|post|content) (?:is )?(?:also )?(?:available"
            r"|translated)(?: to read)? in\b.{0,100}"
        ),
        r"(?:read|view|available|select|change|choose)\b.{0,40}\b(?:in (?:{language})|language)",
        r"translate(?: (?:this )?(?:page|article|to .{1,30}))?",
        r".{0,40}\bin (?:deutscher sprache|lingua italiana|español|lengua española)\b.{0,40}",
        r"lire (?:cet article )?en français",
    ),
    "advertisement": (
        r"(?:article )?(?:ad|ads|advert)(?: (?:box|feedback|choices|break|space|slot|loading|here))*+",
        (
            r"(?:article )?(?:advertisements?|advertising|advertorial|sponsored|promoted|promotion|paid)(?: (?:ad|post"
            r"|posts|content|partner|links?|story|stories|feature|by .{1,40}|box|here|space|message|from .{1,40}))*+"
        ),
        r"(?:story|article|text|content) (?:continues|resumes) (?:below|after)\b.{0,40}",
        r"(?:scroll|keep reading|continue|skip)\b.{0,30}\b(?:ad|ads|advert|advertisement)\b.{0,30}",
        r"(?:sponsor|partner|brand)(?:ed)? (?:content|message|post|voice)s?",
        r"(?:remove|report|hide|close|why) (?:this |these )?ads?",
        r"ads? by .{1,30}",
        r".{0,20}spot_im(?:a)?g.{0,40}",
        (
            r"(?:advertisement|advertising|ad|sponsored|promoted)[ .,:-]+(?:continue|scroll|story|article|skip|please"
            r"|close)\b.{0,60}"
        ),
        r"(?:recommended|promoted|sponsored|powered|presented|brought to you|delivered) by .{2,40}",
    ),
    "list-heading": (
        (
            r"(?:the )?(?:latest|recent|related|popular|trending|recommended|similar|more|most|top|featured|other|must"
            r"|further|breaking|editors?'?s?|our|hot|best of|also)(?: (?:on|in|from|by|the|this|for|you|us|our|read"
            r"|viewed|shared|watched|commented|popular|recent|related|latest|top|trending|breaking|see"
            r"|like))*+(?: (?:posts?|news|stor(?:y|ies)|articles?|videos?|reads?|headlines?|topics?|content|coverage"
            r"|links?|reading|picks?|choice|stuff|now|week|site|blog|author|category|searches|updates?|galler(?:y|ies)"
            r"|photos?|podcasts?))(?: (?:from|on|in|by|for|about) .{1,50})?"
        ),
        (
            r"(?:related|recommended|trending|highlights|headlines|latest|popular|most read|most viewed|most popular"
            r"|must[- ]reads?|must see|don't miss|in case you missed it|top|up next|read next|what to read next"
            r"|what's (?:hot|new|next|trending))"
        ),
        (
            r"(?:you (?:may|might)(?: also)?(?: be)? (?:like|enjoy|interested in|have missed)|recommended for you"
            r"|more (?:from|on|in|by|about|to (?:read|explore|watch))\b.{0,50}|also (?:in|on) .{1,40}|explore more"
            r"|picks for you|around the web|from (?:around )?the web|from our partners)"
        ),
        r"(?:popular|latest|recent) (?:posts?|stories|articles) (?:from|on) .{1,40}",
    ),
    "comment-count": (
        r"\d[\d,.]*k? ?(?:{remark})(?: (?:yet|on .{1,120}|so far|to .{1,120}))?",
        (
            r"(?:no|one|be the first to|show|view|see|load|hide|add) ?(?:{remark})(?: (?:yet|on .{1,120}"
            r"|so far|to .{1,120}))?"
        ),
        r"comments? ?\(?\d+\)?",
        r"comments? (?:are )?(?:off|closed|disabled|turned off)\b.{0,60}",
    ),
    "comment-form": (
        (
            r"(?:please )?(?:leave|post|add|write|submit|drop|make|join|start|enter|type|share|give)\b(?: (?:us|a|an"
            r"|your|the|new|first|in|own|public|thoughtful))*+ (?:{remark}|conversation|discussion|name"
            r"|e-?mail(?: address)?|website|captcha)(?: (?:here|below|now|cancel reply|cancel|about .{1,60}|on .{1,60}"
            r"|in .{1,60}|to (?!receive|get|subscribe|sign|join).{1,60}))*+"
        ),
        (
            r"(?:cancel reply|comments?|reply|reader comments|post comment|submit comment|discussion|discuss"
            r"|conversation|join the conversation|leave a trackback)"
        ),
        (
            r"(?:your )?(?:full )?(?:name|e-?mail(?: address)?|website|url|comment|message"
            r"|captcha)(?: ?[*(].{0,20})?(?: (?:required|optional).{0,20})?"
        ),
    ),
    "comment-meta": (
        r".{2,40}? (?:says|said|wrote|writes|commented|replied|responded)(?: on .{4,40})?(?: at .{3,12})?(?: ?:)?",
        (
            r"(?:reply|report|flag|like|upvote|downvote|permalink|log in to reply)(?:[ |·•/]+(?:reply|report|flag|like"
            r"|share|upvote|downvote|permalink))+"
        ),
        r"(?:reply|log in) to (?:reply|comment|.{2,30})",
    ),
    "bare-number": (r"\d[\d.,\s]{0,11}[km]?",),
    "counter": (
        (
            r"\d[\d.,]{0,8} ?[km]? ?(?:views?|shares?|likes?|reads?|comments?|votes?|followers?|subscribers?|retweets?"
            r"|reactions?|clicks?|hits?|people|claps?|downloads?)(?: .{0,20})?"
        ),
        (
            r"(?:total )?(?:views?|shares?|likes?|reads?|hits?|post views|page views|votes?|reading time|read time"
            r"|time to read|word count|ratings?) ?:? ?[\d.,]{1,9} ?[km]?(?: ?(?:min(?:ute)?s?|words?))?(?: read)?"
        ),
        r"(?:about |approx\.? )?\d{1,3}[- ]?min(?:ute)?s?[- ]read(?:ing time)?",
        r"\d(?:\.\d)? ?/ ?\d{1,2}",
    ),
    "source-note": (
        (
            r"(?:original )?(?:news )?(?:source|sources|via|credits?|from)(?: ?[:|-]| (?:link|url|article|news|code"
            r"|site|page))\b.{0,120}"
        ),
        r"(?:original|source)(?: (?:article|link|url|story|post|text|page))?",
        (
            r"(?:read|view|see|continue(?: reading)?|find|click)(?: \w+){0,3} (?:full|entire|original|whole|complete"
            r"|rest of)(?: \w+){0,2} (?:article|story|post|text|report|piece|source|here)\b.{0,60}"
        ),
        r"(?:continue|keep) reading\b.{0,160}",
        r"(?:for|get) more (?:news|information|stories|details|updates)\b.{0,60}",
        (
            r"(?:click|tap|read|see|go|more) (?:it )?(?:here|more (?:here|at|on) .{1,60}|to (?:read|continue"
            r"|view).{1,60})"
        ),
    ),
    "agency-credit": (r"(?:{agency})(?:[ ,/&|-]+(?:and )?(?:{agency}))*+",),
    "bare-date-word": (
        (
            r"(?:published|updated|posted|modified|created|date|last updated|last modified|publication date"
            r"|first published)(?: on| at)?"
        ),
    ),
    "page-media": (
        (
            r"(?:video|photo|image|media|article|story|post|page|ref(?:erence)?|asset|clip) ?(?:id|no|number"
            r"|code) ?[:#].{1,40}"
        ),
        r"video on demand.{0,20}",
        r"(?:watch|listen|play)(?: (?:now|video|audio|live|this|to|the|article|again))*+(?: [\d:]+)?",
        r"[\d]{1,2}:[\d]{2}(?: ?/ ?[\d]{1,2}:[\d]{2})?(?: now playing)?",
        r"(?:your )?browser does not support.{0,60}",
        r"(?:enlarge|expand|zoom|open|view) (?:this )?(?:image|photo|gallery|picture)\b.{0,30}",
        r"(?:image|photo|video|gallery|slideshow) ?\d* ?(?:of ?\d+)?",
        r"(?:text|font)[ -]?(?:size|resize|resizer)\b.{0,30}",
        r"(?:increase|decrease|reset|change|adjust|enlarge) (?:the )?(?:font|text)(?: size)?",
        r"a ?[+-]{0,2}(?: a ?[+-]{0,2})*+",
        (
            r"(?:listen|watch|available|find us|subscribe)(?: (?:to|on|via|this|the|article|story|episode|podcast|in"
            r"|browser))*+ .{2,20}"
        ),
        r"(?:hide|toggle|show|read|view) (?:the )?(?:caption|transcript|captions|fullscreen|full screen)",
        r"(?:media|image|video|photo) (?:caption|source|copyright|credit)",
    ),
    "bio-heading": (
        (
            r"(?:about|meet|more about|more by|posts by) (?:the|this|our) (?:author|writer|reporter|journalist"
            r"|contributor|columnist|editor)s?"
        ),
        r"(?:author|writer|reporter|contributor)(?:\'s)? (?:bio|biography|profile|details|info)",
        r"(?:author|authors|contributors?)",
    ),
}

OPENING: Final = {
    "related-pointer": (
        (
            r"(?:also|must|further|don't miss)?[ -]?(?:read|see|watch|check out|listen|explore|recommended)(?: (?:also"
            r"|more|next|this|too|now|about|on|the story|it))*+ ?(?:[:|>»→-]|$)"
        ),
        r"(?:also|must|further) (?:read|see|watch)\b",
        r"(?:read|see|watch) (?:also|more|next)\b",
        (
            r"(?:related|recommended|more|see|previously|earlier"
            r"|don't miss|must[- ]read|next|up next)(?: (?:article|stor(?:y|ies)|news|reading|coverage|video"
            r"|link|post|on this|topic)s?)? ?(?:[:|»→])"
        ),
    ),
    "breadcrumb": (
        r"(?:\d\. )?(?:home ?page|home|main|start|front ?page)(?: ?[/|>»›→·:-]| [a-z0-9].*$)(?!.*[.!?]$)",
        r"[^.!?]{1,40}(?: ?[»›>] ?[^.!?»›>]{1,60}){2,}$",
        r"(?:you are here|browse|navigation) ?:",
    ),
    "boilerplate-bot": (
        r"(?:please )?(?:enable|turn on|disable)\b.{0,30}\b(?:javascript|cookies|ad ?block)",
        r"(?:are you a robot|verify you are human|checking your browser|access denied)",
    ),
    "comment-form": (
        r"your e-?mail address will not be",
        r"required fields are marked",
        r"save my name\b",
        r"notify me (?:of|about|when|by)\b",
        r"you must be (?:logged|signed) in",
        r"(?:you|please) (?:need|have) to (?:log|sign) ?in\b",
        r"use the (?:box|form) (?:below|above)",
        (
            r"please (?:enter|type|provide|fill)\b.{0,60}\b(?:comment|name|e-?mail|captcha|address|field|code|number"
            r"|answer)\b"
        ),
        r"you have entered an incorrect",
        r"comment form\b",
        r"this site uses akismet",
        r"learn how your comment data",
        r"\d+ (?:comments?|responses?|thoughts?|repl(?:y|ies)) (?:on|to)\b",
        r"comments? (?:are|will be|have been|is) (?:closed|moderated|disabled|reviewed|subject)",
        r"(?:sign|log) ?in to (?:comment|reply|post|leave|join)",
        r"(?:by posting|before (?:commenting|posting)|we (?:welcome|moderate))\b.{0,40}\bcomment",
        r"(?:click|tap) here to (?:cancel reply|post|comment|leave)",
        r"please be (?:respectful|polite|civil)\b",
        r"time limit is exhausted",
        r".{0,30}\bcaptcha\b",
        r"(?:solve|type|enter) the (?:characters|sum|code|text|word)",
        r"leave this field (?:empty|blank)",
        (
            r"(?:comments?|opinions) (?:that|which|posted|expressed|must|should)\b.{0,80}\b(?:moderated|deleted"
            r"|removed|abusive|readers?)\b"
        ),
    ),
    "source-note": (
        (
            r"(?:this|the|a version of this) (?:article|story|post|report|piece|text|op-ed|essay|interview|column"
            r"|news)(?: (?:has been|was|is|had been|were|first|originally|also))+ (?:appeared|published|posted|written"
            r"|produced|translated|republished|reprinted|syndicated|sourced|auto|generated|taken|provided)\b"
        ),
        r"(?:originally|first) (?:published|posted|appeared) (?:on|at|in|by)\b",
        r"(?:this|the) (?:article|story|post) (?:first |originally )?appeared\b",
        r"the post .{3,160} (?:first )?appeared\b",
        (
            r"(?:translated|adapted|republished|reprinted|reposted|syndicated|reproduced) (?:from|with|by|and"
            r"|courtesy)\b"
        ),
        r"(?:with|additional) (?:input|inputs|information|reporting|files) (?:from|by)\b",
        r"\(?(?:with|additional) (?:agency|agencies|inputs|reporting)\b",
        r"\(?(?:reporting|editing|writing|translated|compiled) by\b",
        r"(?:except for the headline|this story has not been edited)",
        r"(?:source|sources|via|original article|source link|original source|image source|quelle|fuente) ?:",
    ),
    "byline": (
        (
            r"(?:by|written by|story by|author|authors|posted by|published by|reported by|text by|words by|edited by"
            r"|from our correspondent|by our)(?: ?:)? .{2,80}$"
        ),
    ),
    "file-residue": (
        r"[.#@][\w-]+(?:[ .#>,:][^{}]{0,200})?\{",
        r"(?:var|let|const|function|window|document|jquery|\$)\b ?[\w$.(\[]*.*[=({;]",
        r"<[a-z!/]",
        r"@(?:media|import|font-face)\b",
        r"https?://\S+$",
        r"www\.\S+$",
    ),
    "photo-credit": (
        r"(?:image|media|photo|video|picture) (?:source|caption|copyright|credit),? ",
    ),
}

ANYWHERE: Final = {
    "template-residue": (
        r"\{\{.*?\}\}",
        r"\{%",
        (
            r"\[/?(?:[a-z]+[_-][a-z_-]+|\w{0,20}date|caption|gallery|embed|video|audio|playlist|code|wp|ad|ads"
            r"|contact-form)\b[^\]]{0,200}\]?"
        ),
        r"\b[a-z-]+ ?: ?[^;{}]{1,60};[^{}]{0,80}\}",
        r"<!--",
        r"&(?:nbsp|amp|quot|#\d+);.*&(?:nbsp|amp|quot|#\d+);",
        r"^%[a-z_]+%$",
    ),
    "newsletter-appeal": (
        r"\bnewsletters?\b",
        r"\bunsubscribe\b",
        r"\b(?:your|the) inbox\b",
        r"\bsubscribe (?:to|now|today|for|here|via|and)\b",
        r"^(?:please )?subscribe\b",
        r"\bsign ?up\b.{0,40}\b(?:for|to|now|today|here|free|daily|weekly|e-?mail|alerts?|our)\b",
        r"\b(?:get|receive)\b.{0,60}\b(?:alerts?|notifications?|briefing|by e-?mail|to your)\b",
        r"\b(?:enter|your) e-?mail(?: address)?\b",
        r"\b(?:join|follow) (?:us on|our) (?:telegram|whatsapp|channel|community|group|mailing list)\b",
        r"\bpush notifications?\b",
        r"\bdownload (?:our|the) (?:free )?app\b",
    ),
    "donation-appeal": (
        r"\b(?:paypal|patreon|ko-?fi|gofundme|buymeacoffee)\b",
        (
            r"\b(?:donate (?:to|now|here|today|via|using)|make a donation|chip in|become a (?:member|patron|supporter"
            r"|subscriber))\b"
        ),
        (
            r"\bsupport (?:us|our (?:work|journalism|reporting|newsroom|site|mission)|independent (?:journalism|media)"
            r"|quality journalism|local journalism|this site)\b"
        ),
        r"\bbuy (?:us|me|the \w+) a\b",
        (
            r"\bif you (?:like|enjoy|value|appreciate)\b.{0,60}\b(?:post|article|work|site|story|journalism|content"
            r"|reporting)\b"
        ),
        r"\byour (?:support|contribution|subscription|donation)\b",
        (
            r"\b(?:free trial|cancel any ?time|already a subscriber|subscribers only|to continue reading"
            r"|keep reading for|unlimited access|premium content)\b"
        ),
        r"\bsubscribers?[ -]only\b|\bfor (?:paid )?(?:subscribers|members)\b",
        r"^this (?:article|story|content) is (?:only )?(?:for|available to) (?:paid |our )?(?:subscribers|members)\b",
        r"\bfree (?:articles?|stor(?:y|ies)|views?)\b.{0,20}\b(?:left|remaining|this (?:month|week))\b",
        r"\b(?:reached|used|hit)\b.{0,20}\b(?:limit|free (?:articles|stories))\b",
        r"^(?:unlock|get) (?:full|unlimited|digital|all)\b",
        r"\b(?:log|sign) ?in (?:or|to) (?:subscribe|register|read|continue|access|unlock)\b",
        r"\bthank(?:s| you) for (?:subscribing|reading|signing|your (?:support|interest|subscription))\b",
    ),
    "promotion": (
        r"\bclick (?:here|now|below|the link)\b",
        (
            r"\bfree\b.{0,30}\b(?:offers?|promo|prizes?|slots?|coupons?|discounts?|gifts?|bonus|shipping|trial"
            r"|spins?)\b"
        ),
        r"\b(?:cash prizes?|special offers?|limited[- ]time|best deals?|gift cards?)\b",
        r"\b(?:shop|buy|order|book|bet|play|win|save) now\b",
        r"\b(?:promo code|affiliate links?|affiliate commission|sponsored by)\b",
        r"\b\d{1,2}% off\b",
        r"\bthis one (?:weird )?trick\b",
        r"\b(?:full )?(?:info|details) here$",
    ),
    "cookie-notice": (
        (
            r"\b(?:uses?|using|use of|accept(?: all)?|our|store|these|manage|reject(?: all)?|third-party|necessary"
            r"|functional) cookies\b"
        ),
        r"\bcookies? (?:policy|notice|settings|preferences|consent|list|to|are|help|on)\b",
        r"\b(?:gdpr|ccpa|do not sell)\b",
    ),
    "copyright-notice": (
        r"(?:^|\s)©",
        r"(?:^|\s)\(c\) ?(?:19|20)\d\d",
        r"\bcopyright(?:ed)?\b.{0,30}(?:\b(?:19|20)\d\d\b|©|\breserved\b|\bby\b)",
        r"\ball rights? reserved\b",
        r"\bmay not be (?:published|reproduced|broadcast|copied|redistributed|used)\b",
        r"\bthis work is licensed\b",
        r"\bcreative commons\b",
        r"\b(?:privacy policy|terms of (?:use|service)|terms (?:and|&) conditions|user agreement)\b",
        r"\b(?:views|opinions) (?:expressed|in this)\b.{0,80}\b(?:author|own|necessarily|reflect)\b",
        r"\bwithout (?:the )?(?:prior |express |written )+(?:written )?(?:permission|consent)\b",
        r"\b(?:all )?trademarks?\b.{0,40}\b(?:property|owners|registered)\b",
        r"\blicensing rights\b",
        r"\breprints? (?:and|&|or) (?:permissions?|licensing)\b",
        r"\btrust principles\b",
        (
            r"^(?:our )?(?:editorial|journalism|reporting)? ?(?:standards|guidelines|policy|code of (?:ethics"
            r"|conduct))\b.{0,50}$"
        ),
    ),
    "developing-note": (
        r"\b(?:this is a |a )?(?:developing|breaking) (?:news )?story\b",
        r"\b(?:refresh|check back|stay tuned)\b.{0,40}\b(?:updates?|information|details|more)\b",
        r"\bwe will (?:update|bring)\b.{0,40}\b(?:story|article|more|as)\b",
        r"^(?:correction|editor'?s'? note|clarification|disclaimer)s? ?:",
    ),
    "photo-credit": (
        (
            r"\((?!(?:in )?(?:photos?|pictures?|videos?|images?|gallery|watch)\))(?:[^()]{0,60}\b)?(?:photos?|file"
            r"|image|images|pictures?|credit|getty|ap|afp|reuters|epa|tass|kcna|xinhua|vcg|yonhap|sputnik|screengrab"
            r"|screenshot|courtesy|handout|kyodo|shutterstock)\b[^()]{0,60}\)\W*$"
        ),
        (
            r"\b(?:photo|photos|image|images|picture|pictured|file photo|photograph|illustration|credit|credits"
            r"|screenshot|photo credit|image credit|source) ?[:|/©] ?[^:.]{2,80}$"
        ),
        (
            r"\b(?:getty images|afp via getty|via getty|shutterstock|via reuters|ap photo|afp photo|epa-efe"
            r"|reuters photo|photo by|photo courtesy|handout photo|file photo|kcna via|via ap|via kcna"
            r"|via afp)\b[^.]{0,80}$"
        ),
        (
            r"^(?:photo|image|picture|photograph|file photo|file|caption|illustration|graphic"
            r"|infographic)(?: (?:by|credit|courtesy|shows|source))? ?[:/|] ?.{3,}"
        ),
        r"^(?:a )?(?:file|handout|combination|undated|screen) (?:photo|picture|image|grab|photograph)\b",
        (
            r"^(?:in this|this|an? undated|a combination of)\b.{0,40}\b(?:photo|image|picture|photograph|screengrab"
            r"|handout)s?\b.{0,60}\b(?:shows?|taken|provided|released|distributed|put out|made available|dated|file)\b"
        ),
        r"\b(?:pictured|seen) (?:here|left|right|above|below|cent(?:er|re))\b.{0,60}$",
        r"^\(?(?:image|photo|picture) credits?\b",
        r"\(pictured(?: .{2,20})?\)$",
    ),
    "temperature": (r"^-?\d{1,3}(?:\.\d)? ?(?:°|º|˚|degrees)? ?[cf]?(?:°|º)?$(?<![\d ])",),
    "weather-reading": (
        r"\b\d{1,3} ?[°˚] ?[cf]?\b",
        r"\b\d{1,3} ?º ?[cf]?\b",
        (
            r"^(?:humidity|wind|uv index|feels like|visibility|pressure|sunrise|sunset|precipitation"
            r"|dew point)\b.{0,30}\d"
        ),
        (
            r"^(?:clear sky|overcast(?: clouds)?|scattered clouds|broken clouds|few clouds|light rain|moderate rain"
            r"|partly cloudy|mostly (?:sunny|cloudy)|haze|mist)$"
        ),
    ),
    "hashtags": (r"^(?:#[\w-]+[ ,]*){1,}$",),
    "embedded-post": (
        r"\(@\w{1,20}\)",
        r"\bpic\.twitter\.com/",
        r"^@\w{2,30}$",
        r"\bt\.co/\w",
        r"\b(?:view|see) (?:this|the|more|original) (?:post|tweet|photo|video)s? (?:on|from)\b",
        r"^an? (?:post|photo|video|tweet|reel) (?:shared|posted) by\b",
        r"^(?:embedded|embed|tweet) (?:video|content|post|player|from)\b",
        r"\bcontent is (?:not )?(?:available|provided|hosted|blocked)\b.{0,40}",
    ),
    "reader-prompt": (
        (
            r"^(?:got|have|do you have)\b.{0,20}\b(?:tip|story|question|correction|news|comment|feedback"
            r"|information)s?\b.{0,20}[?.]"
        ),
        r"^(?:was|is|did you find) this (?:article|page|story|information|content)\b.{0,40}\?",
        r"^what (?:do|did) you think\b",
        r"^rate (?:this|the|our)\b",
        r"^(?:send|tell|let|write to|contact|e-?mail|call|reach) (?:us|our (?:newsroom|editors?|team|desk))\b",
        (
            r"\b(?:report|spot(?:ted)?|found|see|suggest|notice|flag|submit)\b.{0,15}\b(?:an? )?(?:error|typo|mistake"
            r"|correction|inaccuracy|problem)\b.{0,40}"
        ),
        r"^(?:how (?:did|would) you|would you recommend|vote|take our|answer our|poll)\b.{0,60}",
    ),
}

BIO_WORDS: Final = (
    r"\b(?:writers?|author(?:ed)?|journalists?|reporters?|editors?|correspondents?|contributors?|columnists?"
    r"|bloggers?|freelancers?|freelance|broadcasters?|producers?|writ(?:es|ing)|covers|covering|reports on|blogs"
    r"|edits|specializ(?:es|ing)|specialis(?:es|ing)|hobby|hobbies|graduated|alumn(?:us|a)|based in"
    r"|previously worked|has worked|his work|her work|their work|has written|has appeared|twitter|@\w+|passionate"
    r"|loves|enjoys|expert in|fellow at|topics|bylines?|news (?:network|agency|outlet|site|website|service"
    r"|organi[sz]ation|portal|channel)|media (?:outlet|company|organi[sz]ation)|state media|publication|magazine"
    r"|newspaper|funded by|paid for by|owned by|founded in)\b"
)


def expanded(patterns: Iterable[str]) -> list[str]:
    """Return the patterns with their word classes written out."""
    found = []
    for pattern in patterns:
        for name, words in CLASSES.items():
            pattern = pattern.replace("{" + name + "}", words)  # noqa: PLW2901 -- one class after the other
        found.append(pattern)
    return found


def compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one compiled pattern for all of a kind's patterns."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in expanded(patterns)))
