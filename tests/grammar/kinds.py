"""Productions of noise, by kind. A production is a block: its lines are parted by line feeds."""

KIND_RULES = {
    # -- the site around the page
    "breadcrumb": (
        *(
            "Home {sep} {section} {sep} {title}",
            "Home {sep} {section}",
            "{outlet} {sep} {section} {sep} {country}",
            "Home {section} {title_cut}...",
            "Home{section|lower}{title_cut}…",
        ),
        *(
            "You are here: Home {sep} {section} {sep} {title}",
            "Front page {sep} {section} {sep} {section}",
            "Homepage/{section}/{title}",
            "  1. Home\n  2. {section}\n  3. {title}",
            "Main {sep} {section} {sep} {year} {sep} {month}",
        ),
    ),
    "sep": (">", "/", "»", "›", "|", "→", "·"),
    "menu": (
        *(
            "{section}\n{section}\n{section}",
            "{section} | {section} | {section} | {section}",
            "Menu\n{section}\n{section}",
            "{menu_item}",
            "{menu_item}\n{menu_item}",
            "Search for:\n{section}\n{menu_item}",
        ),
        *(
            "{section} {section} {section} {section} {section}",
            "Skip to {skip}",
            "☰ Menu",
            "Back to {skip}",
            "{language} | {language} | {language}",
            "Jump to {skip}\nJump to {skip}",
        ),
        *(
            "{section}\n{country|first}\n{country|first}\n{place}",
            "Toggle navigation\n{section}",
            "Sections: {section}, {section}, {section}",
            "Tags: {place}, {country}, {family}",
            "Filed under: {section}, {goods}",
            "Topics: {thing} {place} {country}",
        ),
    ),
    "menu_item": (
        "About us",
        "Contact",
        "Newsletter",
        "Advertise with us",
        "E-paper",
        "Careers",
        "Sitemap",
        "Subscribe",
        "Log in",
        "My account",
        "Exit mobile version",
        "Switch to desktop site",
        "Show more",
        "Today's Paper",
        "Live TV",
        "Archive",
        "Our team",
        "Search",
        "Close menu",
        "RSS",
        "Help centre",
    ),
    "skip": (
        "main content",
        "navigation",
        "top",
        "footer",
        "the main page",
        "search",
        "content",
        "{section}",
    ),
    "language": (
        "English",
        "Русский",
        "한국어",
        "Deutsch",
        "Français",
        "Español",
        "中文",
        "Türkçe",
        "日本語",
        "Polski",
    ),
    "footer": (
        *(
            "© {year} {outlet}. All rights reserved.",
            "Copyright {year} {outlet}",
            "(c) {n:1990..2010}-{year} {outlet}. All Rights Reserved.",
            (
                "{outlet} is not responsible for the content of external sites. Read about our "
                "approach to external linking."
            ),
        ),
        *(
            "Privacy Policy | Terms of Use | {menu_item} | Cookie settings",
            "About\nContact\nPrivacy policy\nTerms of service",
            (
                "This material may not be published, broadcast, rewritten or redistributed "
                "without permission."
            ),
            "Designed by {town} Media | Powered by WordPress",
        ),
        *(
            "No part of this site may be reproduced without the written consent of {outlet}.",
            "Registered in {place} No. {n:100000..999999}. VAT {n:100000..999999}.",
            (
                "The views expressed are those of the author and do not necessarily reflect "
                "those of {outlet}."
            ),
            "All trademarks are the property of their owners. {year}",
        ),
        *(
            "This work is licensed under a Creative Commons Attribution {n:2..4}.0 License.",
            (
                "{outlet}, {n:1..90} {family} Street, {place}. Tel. +{n:10..99} {n:100..999} "
                "{n:1000..9999}"
            ),
            "Theme: {town} by {family} Themes",
            "Back to top button",
        ),
    ),
    "cookies": (
        *(
            (
                "We use cookies to improve your {visit} on our site. You can change this in your "
                "{where_set}."
            ),
            "This website uses cookies. By continuing to {browse} you agree to our cookie policy.",
            "Accept all cookies\nReject all\nManage preferences",
            (
                "{outlet} and its {n:30..900} partners store and access cookies on your device. "
                "You may withdraw your consent at any time."
            ),
        ),
        *(
            (
                "Your privacy matters to us. We and our partners use cookies to measure how you "
                "read us.\nI agree"
            ),
            "By clicking “Accept” you agree to the storing of cookies on your device.",
            "Cookie settings\nAccept",
            (
                "We have updated our Privacy Policy and our use of cookies. Please review the "
                "changes.\nGot it"
            ),
        ),
        *(
            "Strictly necessary cookies\nAlways active",
            (
                "This content is hosted by a third party that uses cookies. To view it, please "
                "accept cookies in your {where_set}."
            ),
        ),
    ),
    "visit": ("visit", "reading", "experience", "stay"),
    "browse": ("browse", "use this site", "scroll", "read"),
    "where_set": ("browser", "settings", "account", "preferences"),
    # -- asking something of the reader
    "share": (
        *(
            "Share on {platform}",
            "Share this {piece} on {platform}",
            "{platform}\n{platform}\n{platform}",
            "{platform} {platform} {platform} {platform}",
            "Share\n{platform}\n{platform}\nCopy link",
            "Tweet",
            "Share.",
            "SHARE",
            "Share this {piece}:",
            "Spread the word",
        ),
        *(
            "Follow us on {platform} and {platform}",
            (
                "Click to share on {platform} (Opens in new window)\n"
                "Click to share on {platform} (Opens in new window)"
            ),
            "{n:2..999} Shares",
            "Share this with your friends on {platform}",
            "Facebook Twitter Email Print",
            "Like us on {platform}",
            "Send by email\nPrint this page",
            "0\nshares\n{platform}",
        ),
    ),
    "piece": ("article", "story", "post", "report", "page", "news"),
    "ad": (
        *(
            "Advertisement",
            "ADVERTISEMENT",
            "- Advertisement -",
            "— {ad_word} —",
            "Story continues below advertisement",
            "Article continues after ad",
            "Sponsored by {town} Motors",
            "{ad_word}\n{ad_word}",
            "Ads by {town}Click",
            "Paid content",
            "Remove ads",
            "Scroll to continue",
        ),
        *(
            "{offer} Click here now!",
            "{offer} Shop now",
            "{offer} Use code {town|upper}{n:5..50}.",
            "Recommended by {family}brain",
            "Promoted Links",
            "SPONSORED CONTENT",
            "[ad_{n:1..9}]",
            "Content continues below this ad",
            "ARTICLE AD BOX",
        ),
    ),
    "ad_word": (
        "Advertisement",
        "Sponsored",
        "Promoted",
        "Ad",
        "Partner content",
        "Commercial",
        "Advertorial",
    ),
    "offer": (
        "Save {n:10..80}% on {goods} today.",
        "Win a trip to {place}.",
        "New: {goods} from ${n:3..90} a month.",
        "Limited time offer: free shipping to {country}.",
        "Get a gift card worth ${n:10..500}.",
        "Doctors in {place} hate this trick.",
    ),
    "newsletter": (
        *(
            "Sign up for our {how_often} newsletter",
            "Subscribe to our {how_often} newsletter and never miss a story.",
            "Get the {how_often} {section|lower} briefing delivered to your inbox.",
            "Enter your email address to receive updates",
            "Sign up for {outlet}'s newsletter\nYour email address\nSubscribe",
        ),
        *(
            "Get breaking news alerts from {outlet} on your phone. Download our free app today.",
            "Join our channel on {platform} to get the latest news",
            "The best of {section}, in your inbox every {weekday}. Unsubscribe at any time.",
            (
                "Stay informed with our {how_often} digest. It is free and you can unsubscribe "
                "whenever you like."
            ),
        ),
        *(
            "Thank you for subscribing! Check your inbox to confirm.",
            "Unsubscribe with 1 click",
            "Subscribe to our channel!",
            "Want more? Our {how_often} email explains what matters. Sign up here.",
            "By signing up you accept our terms and receive emails from {outlet}.",
        ),
    ),
    "how_often": ("daily", "weekly", "morning", "free", "{weekday}", "evening"),
    "donation": (
        *(
            "Support our {cause} with a small gift.",
            "Support independent {cause}. Donate to {outlet} today.",
            "Buy us a coffee if you like this {piece}.",
            (
                "If you value our {cause}, please consider becoming a member. Your contribution "
                "keeps us going."
            ),
            "Donate now\nPayPal\nPatreon",
            "Become a patron for ${n:2..30} a month!",
        ),
        *(
            (
                "{outlet} is funded by readers like you. Chip in ${n:3..50} so that we can go on "
                "reporting."
            ),
            "We do not have a paywall. That is why we need your support: make a donation today.",
            "Every gift helps. Click to give ${n:5..80}, ${n:90..200} or an amount of your choice.",
            "Thank you for supporting our {cause}.",
        ),
    ),
    "cause": ("journalism", "work", "reporting", "newsroom", "site", "podcast"),
    "paywall": (
        *(
            "To continue reading, subscribe to {outlet}.",
            "This article is for subscribers only.",
            "Already a subscriber? Log in",
            "You have {n:1..5} free articles left this month.",
            "You have reached your limit of free articles.",
            "Unlock unlimited access for ${n:1..9} a week",
            "Subscribe now\nCancel anytime",
            "Premium content",
        ),
        *(
            "Keep reading for free by creating an account.",
            "Register for free to read this {piece}.",
            "This content is only available to members. Please log in or register.",
            "Start your free trial\nNo commitment",
            "Subscribers only\nSign in to read on",
            "Get full digital access from ${n:1..9}.{n:10..99} per month. Cancel at any time.",
        ),
    ),
    "login": (
        *(
            "Please log in to your account",
            "Username or Email Address\nPassword\nRemember Me\nLost your password?",
            "You must be logged in to post a comment.",
            "Log in to leave a comment",
            "Solve the captcha: {n:2..9} + {n:2..9} =",
            "Please enter an answer in digits: {n:3..19} − {n:1..9} =",
            "Time limit is exhausted. Please reload the CAPTCHA.",
            "I'm not a robot",
        ),
        *(
            "Sign in with {platform}",
            "Create an account\nSign in",
            "Forgot your password? Get help",
            "A password will be e-mailed to you.",
            "Checking your browser before accessing {town|lower}.com",
            "Please enable JavaScript to view the comments.",
            "Verify you are human by completing the action below.",
            "Type the characters you see in the picture",
        ),
    ),
    "prompt": (
        *(
            "Was this {piece} helpful?",
            "Got a tip? Write to our newsdesk at {handle}.",
            "Do you have a story for us? Email {handle}.",
            "What do you think? Tell us below.",
            "Rate this {piece}",
            "Spotted a mistake? Let us know.",
            "Report an error",
            "Take our poll",
            "Have you been affected by the {thing}? Contact us by e-mail.",
        ),
        *(
            "This is a developing story. Check back for updates.",
            "This is a breaking news story. Refresh for more.",
            "Listen to this article\n{n:2..9} min",
            "Play video",
            "Correction: an earlier version of this {piece} misspelt the name of {person}.",
            "Your browser does not support the audio element.",
            "Video unavailable",
        ),
    ),
    # -- other stories
    "related": (
        *(
            "Also read: {foreign_headline}",
            "READ MORE: {foreign_headline}",
            "Related: {foreign_headline}",
            "See also: {foreign_headline}",
            "Read next: {foreign_headline}",
            "Also Read – {foreign_headline|titled}",
            "Watch: {foreign_headline}",
            "Don't miss | {foreign_headline}",
            "MUST READ | {foreign_headline}",
            "More on this: {foreign_headline}",
        ),
        *(
            "{foreign_headline|first}",
            "{foreign_headline|upper}",
            "{foreign_headline|titled}",
            "{foreign_headline|first}\n{foreign_headline|first}",
            (
                "{list_head}\n"
                "{foreign_headline|first}\n{foreign_headline|first}\n{foreign_headline|first}"
            ),
            "{list_head}\n{foreign_headline|titled}\n{date}\n{foreign_headline|titled}\n{date}",
        ),
        *(
            "{list_head}",
            "{section}\n{foreign_headline|first}\n{ago}",
            "1. {foreign_headline|first}\n2. {foreign_headline|first}\n3. {foreign_headline|first}",
            "• {foreign_headline|first}\n• {foreign_headline|first}",
            "Previous article{foreign_headline|titled}\nNext article{foreign_headline|titled}",
            "{foreign_headline|first}\nRead more »",
        ),
    ),
    "list_head": (
        "Related Articles",
        "Latest News",
        "Most Read",
        "Trending",
        "Recommended for you",
        "More from {section}",
        "Highlights",
        "You may also like",
        "Popular posts from this blog",
        "Editor's Picks",
        "More Stories",
        "In case you missed it",
        "Around the web",
        "More from {outlet}",
    ),
    "teaser": (
        *(
            (
                "{foreign_headline|first}\n"
                "{country|first} and {country} are to {do_other} the {thing}..."
            ),
            "{foreign_headline|titled}\n{person} of {place} has {verb} the {thing} [...]",
            "{foreign_headline|first}\n{body_name|first} {verb} a {thing} …\n{ago}",
            "{section}\n{foreign_headline|titled}\n{person} {ago}",
        ),
    ),
    "do_other": ("discuss", "finance", "open", "examine", "rebuild", "share"),
    "embed": (
        *(
            "{foreign_headline|titled}",
            "A post shared by {outlet} ({handle})",
            "— {person} ({handle}) {month} {day}, {year}",
            "pic.twitter.com/{town}{n:10..99}",
            "View this post on Instagram",
            "{handle}",
            "#{place|joined} #{thing|joined} #{country|joined}",
            "{person} ({handle}) {month} {day}, {year}\nShow this thread",
        ),
        *(
            "Embedded video",
            "https://t.co/{family}{n:100..999}",
            "{foreign_headline|titled} | {outlet}",
            "Watch on YouTube\n{foreign_headline|titled}",
        ),
    ),
    # -- pictures
    "caption": (
        *(
            "{hero} at the {topic} in {where} (Photo: {person})",
            "{hero} and {second} in {where}, {month} {day}, {year}. (AP Photo/{person})",
            "Photo: {agency}",
            "Image: {agency}",
            "{hero} beside {second} in {where} / {agency}",
            "File photo: {hero} in {where}. {agency}",
            "Credit: {person}/{agency}",
            "{person}/{agency} via Getty Images",
        ),
        *(
            (
                "In this photo provided by {agency}, {group} stand near the {topic} in {where}, "
                "{month} {day}, {year}."
            ),
            "The {topic} in {where}. Photo by {person}",
            "{hero} (left) talks to {second} during a visit to {where}. REUTERS/{person}",
            "A view of {where} on {month} {day}, {year}. [{agency}]",
            "FILE - {hero} waves as he arrives in {where}, {month} {day}, {year}.",
            "The {topic} in {where}\nThe {topic} in {where} (Image: {agency})",
        ),
        *(
            "Image source, {agency}\nImage caption, {hero} in {where}",
            "Photograph: {person}/{agency}",
            "{second} in {where} Image: {agency}",
            "(Photo: {agency})",
            "Source: {agency}",
            (
                "{hero} (R) meets {second} in {where} on {month} {day}, {year}, in a picture by "
                "{agency}. AFP PHOTO / {agency}"
            ),
        ),
    ),
    "media": (
        "{n:0..59}:{n:10..59}",
        "Video\n{n:1..9}:{n:10..59}",
        "{n:1..9} of {n:10..40}",
        "Photo {n:1..9}/{n:10..40}",
        "Enlarge image",
        "View gallery",
        "Hide caption",
        "Video ID: {n:20100101..20251231} {n:100..999}\nVideo on demand:",
        "Play\nPause\nMute",
        "1 / {n:3..20}",
    ),
    # -- readers
    "comment_form": (
        *(
            "Leave a Reply",
            "LEAVE A REPLY\nPlease enter your comment!\nPlease enter your name here",
            (
                "Leave a comment\n"
                "Your email address will not be published. Required fields are marked *"
            ),
            "Post a Comment",
            "Add your comment\nName *\nEmail *\nWebsite",
            "Save my name, email, and website in this browser for the next time I comment.",
            "Cancel reply",
        ),
        *(
            "Join the conversation",
            "Write a response",
            "Submit comment",
            "Comments are closed.",
            "Comment Form is loading comments...",
            "Use the box below to leave your opinion",
            "Comments\nSort by oldest",
            "We moderate comments. Please be respectful and stay on topic.",
            "Notify me of new posts by email.",
            "{n:1..99} thoughts on “{title}”",
        ),
    ),
    "comments": (
        *(
            "{person} says:\n{opinion}",
            "{nick}\n{ago}\n{opinion}\nReply",
            "{nick} wrote:\n{opinion}\n{n:0..99} likes",
            "Comments\n{nick}\n{opinion}\n{nick}\n{opinion}",
            "{person} says:\n{date} at {clock}\n{opinion}\nReply",
            "{nick} • {ago}\n{opinion}\nLike · Reply",
            "{opinion}",
            "{opinion}\n{opinion}",
        ),
    ),
    "nick": (
        "{given|lower}{n:1..99}",
        "{family}_{n:10..99}",
        "Anonymous",
        "Guest",
        "{given}",
        "Reader from {town}",
        "{town}Fan",
        "{handle}",
    ),
    "opinion": (
        *(
            "I told you so. Nobody listens to us in {town}.",
            "Great article, thanks for posting!",
            "lol, what a joke",
            (
                "My uncle worked there for {n:3..40} years and he says it's all lies. You can't "
                "trust them."
            ),
            "Who pays for this? We do, as always!!!",
            "So sad. My thoughts are with them.",
            "You forgot to mention {country}. Why is that?",
        ),
        *(
            "this is why i stopped watching tv",
            "Thank you for your great journalism. I read you every day from {country}.",
            (
                "Completely disagree with the author here. If you had been to {place}, you would "
                "know better."
            ),
            "Wake up people.",
            "First!",
            "I don't get it. Can anybody explain to me what they want with all that money?",
            "We need to vote them all out. I'm done with this.",
        ),
    ),
    "counter": (
        "{n:2..9999} views",
        "{n:1..400} comments",
        "{n:2..20} min read",
        "0",
        "{n:1..99}",
        "{n:2..90}K shares",
        "Views: {n:100..99999:,}",
        "NO COMMENTS",
        "No comments yet",
        "Be the first to comment",
        "Total views {n:100..9999}",
        "{n:1..9}.{n:1..9}k likes",
        "Reading time: {n:2..9} minutes",
        "Post Views: {n:20..9999}",
        "{n:1..5}/5 ({n:2..90} votes)",
        "👍 {n:1..90} 👎 {n:1..90}",
    ),
    # -- dates, clocks, authors
    "epoch": (
        "{n:1200000000..1800000000}",
        "{n:1200000000000..1800000000000}",
        "{year}{n:10..12}{n:10..28}{n:10..23}{n:10..59}{n:10..59}",
    ),
    "ago": (
        "{n:2..23} hours ago",
        "{n:2..29} days ago",
        "{n:2..11} months ago",
        "{n:2..9} weeks ago",
        "an hour ago",
        "{n:2..59} mins ago",
        "a day ago",
        "Yesterday at {clock}",
        "Updated {n:2..50} minutes ago",
        "{n:2..9} years ago",
        "Just now",
    ),
    "stamp": (
        *(
            "{date}",
            "Published: {date}",
            "Updated {date} {clock}",
            "Posted on {date} at {clock}",
            "{date}, {clock}",
            "Published on {date}\nLast updated: {date}",
            "Last modified on {date}",
            "{clock} {date}",
            "PUBLISHED : {date}, {clock}\nUPDATED : {date}, {clock}",
            "Date: {date}",
            "First published {date}",
        ),
    ),
    "byline": (
        *(
            "By {person}",
            "By {person} and {person}",
            "BY {person|upper}",
            "Written by {person}",
            "By {person}, {outlet}",
            "Posted by {person}",
            "{agency}",
            "By {person} in {place}",
            "By {person} | {outlet}",
            "Reporting by {person} in {place}; Editing by {person}",
            "Author: {person}",
            "Staff Writer",
            "Staff Reporter",
            "News Desk",
            "By {agency} Staff",
        ),
    ),
    "biography": (
        *(
            "About the author\n{person} is a {trade} who covers {field|lower} for {outlet}.",
            "{person} is a {trade} based in {place}. Her work has appeared in {outlet}.",
            "Follow {person} on {platform}.",
            "{person} is a freelance {trade} and the author of a book on {goods}.",
            "{person}\n{person} joined {outlet} in {year} and writes about {field|lower}.",
            "About the author\n{person}",
        ),
    ),
    "trade": ("journalist", "reporter", "columnist", "writer", "editor", "correspondent"),
    "source": (
        *(
            "Source: {outlet}",
            "Source link",
            "Read the full {piece} here",
            "This {piece} first appeared in {outlet}.",
            "This {piece} was originally published by {outlet}.",
            "Translated by {person}.",
            "Via {outlet}",
            "Continue reading at {outlet} →",
            "The post {title} appeared first on {outlet}.",
            "Originally published on {outlet}",
            "With inputs from {agency}",
            "Except for the headline, this story has not been edited by {outlet} staff.",
        ),
    ),
    # -- residue
    "code": (
        *(
            ".{town|slug} {lb}margin: 0 auto; width: {n:2..99}px;{rb}",
            "#{family|slug}-{n:1..99} {lb} color: #{n:100..999}; {rb}",
            "{lb}{lb}{family|slug}.title{rb}{rb}",
            "{lb}{lb} page?.author {rb}{rb}",
            "[relativedate]",
            "[{town|slug}_gallery id={n:1..99}]",
            '[caption id="attachment_{n:100..9999}" align="alignnone" width="{n:100..900}"]',
            "(adsbygoogle = window.adsbygoogle || []).push({lb}{rb});",
        ),
        *(
            "<!-- {family|slug} -->",
            "%%{town|slug}%%",
            'window.{town|joined} = {lb}"id": {n:1..999}{rb};',
            "var {family|joined} = document.getElementById('{town|slug}');",
            "@media (max-width: {n:300..999}px) {lb} .{town|slug} {lb} display: none; {rb} {rb}",
            "undefined",
            "[[email protected]]",
            "&nbsp;",
            '<div class="{town|slug}">',
            "jQuery(function($) {lb} $('.{family|slug}').hide(); {rb});",
            "[embed]https://{town|slug}.com/{n:1..999}[/embed]",
            "{lb}% include {family|slug} %{rb}",
        ),
    ),
    "lb": ("{",),
    "rb": ("}",),
    "weather": (
        *(
            "{n:1..39}.{n:1..9} C\n{town}",
            "{n:1..39}°C\n{place}",
            "{town}\n{n:1..39}°",
            "{n:30..99}°F",
            "Humidity {n:10..99}%",
            "Wind: {n:2..60} km/h",
            "scattered clouds\n{n:1..39}.{n:1..9} ° C",
            "{n:1..39}.{n:1..9} C\n{town}\n{weekday}, {month} {day}, {year}",
            "{place} {n:1..39}°C",
            "Partly cloudy\n{n:1..39} °C\nHumidity: {n:10..99} %",
            "{weekday}, {month} {day}, {year}\n{clock}",
        ),
    ),
    "symbols": (
        "* * *",
        "•••",
        "___",
        "---",
        "■",
        "←  →",
        "×",
        "▼",
        "…",
        "|",
        "~",
        "===",
        "🔗",
        "►",
    ),
}
