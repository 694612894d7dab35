using System.Text;

namespace Mail.Benchmarks;

/// <summary>What a user with some years of mail has: twenty rules, of which the last matches, and a message of a few kilobytes.</summary>
internal static class TwentyRules
{
    public static string Script { get; } = """
        require ["fileinto", "envelope", "subaddress", "variables", "imap4flags", "regex", "relational", "comparator-i;ascii-numeric", "copy"];
        if header :contains "List-Id" "<sieve.ietf.org>" { fileinto "lists.sieve"; stop; }
        if header :contains "List-Id" "<postfix-users.postfix.org>" { fileinto "lists.postfix"; stop; }
        if header :contains ["List-Id", "Mailing-List"] ["<dovecot.dovecot.org>", "<exim-users.exim.org>"] { fileinto "lists.imap"; stop; }
        if header :matches "List-Id" "*<announce-*.example.org>*" { fileinto "lists.${2}"; stop; }
        if address :domain :is "from" ["bank.example", "savings.example", "card.example"] { addflag "\\Flagged"; fileinto "money"; stop; }
        if address :is ["from", "sender"] ["boss@example.com", "ceo@example.com"] { addflag "\\Flagged"; keep; stop; }
        if address :localpart :is "from" ["noreply", "no-reply", "donotreply"] { fileinto "robots"; stop; }
        if envelope :detail :is "to" "shop" { fileinto "shop"; stop; }
        if envelope :detail :matches "to" "news-*" { fileinto "news.${1}"; stop; }
        if header :matches "Subject" ["*[jira]*", "*[ticket #*]*"] { fileinto "tickets"; stop; }
        if header :regex "Subject" "^\\[(bug|issue) [0-9]+\\]" { fileinto "bugs.${1}"; stop; }
        if header :contains "Subject" ["invoice", "receipt", "order confirmation"] { fileinto :copy "receipts"; }
        if exists ["X-GitHub-Reason", "X-GitHub-Sender"] { fileinto "github"; stop; }
        if header :value "ge" :comparator "i;ascii-numeric" "X-Spam-Score" "8" { discard; stop; }
        if header :is "X-Priority" ["1", "2"] { addflag "$Important"; }
        if size :over 10M { fileinto "large"; stop; }
        if allof (header :contains "Subject" "holiday", not address :domain "from" "example.com") { fileinto "holiday"; stop; }
        if anyof (header :contains "To" "undisclosed", not exists "To") { fileinto "bulk"; stop; }
        if address :count "gt" :comparator "i;ascii-numeric" ["to", "cc"] "20" { fileinto "crowd"; stop; }
        if address :domain :is "from" "sender.example" { fileinto "friends"; stop; }
        """;

    public static byte[] Message { get; } = Encoding.ASCII.GetBytes(
        """
        Return-Path: <anna@sender.example>
        Received: from mx.example.com by mail.example.com with ESMTPS id 01jdc; Mon, 23 Nov 2026 16:00:02 +0000
        Received: from out.sender.example (out.sender.example [192.0.2.7]) by mx.example.com with ESMTPS; Mon, 23 Nov 2026 16:00:01 +0000
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=s1; h=from:to:subject:date:message-id;
         bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR
        Authentication-Results: mx.example.com; dkim=pass header.d=sender.example; spf=pass smtp.mailfrom=sender.example
        X-Spam-Score: 1
        Message-ID: <20261123160000.1@sender.example>
        Date: Mon, 23 Nov 2026 17:00:00 +0100
        From: =?utf-8?q?Anna_M=C3=BCller?= <anna@sender.example>
        To: "Bob, the receiver" <bob@example.com>, carol@example.com
        Cc: dave@example.org
        Subject: =?utf-8?q?Caf=C3=A9_on_Thursday=3F?=
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Hello Bob,


        """.ReplaceLineEndings("\r\n") + string.Concat(Enumerable.Repeat("shall we meet on Thursday at four, in the place by the river?\r\n", 60)));
}
