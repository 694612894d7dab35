using System.Text;

namespace Mail.Spam.Tests;

public class TokenizerTests
{
    [Fact]
    public void Words_come_alone_and_with_the_word_before_them()
    {
        var texts = Texts.OfBody("Cheap pills today");

        Assert.Superset(new HashSet<string> { "cheap", "pills", "today", "cheap + pills", "pills + today" }, texts);
        Assert.DoesNotContain("cheap + today", texts);
    }

    [Fact]
    public void A_word_of_the_subject_is_not_one_of_the_text()
    {
        var texts = Texts.Of("Subject: Viagra!!!\n\nhello\n");

        Assert.Contains("subject word: viagra", texts);
        Assert.Contains("subject word: !!!", texts);
        Assert.DoesNotContain("viagra", texts);
    }

    [Theory]
    [InlineData("Subject: =?utf-8?B?R3LDvMOfZQ==?=")]
    [InlineData("Subject: =?iso-8859-1?Q?Gr=FC=DFe?=")]
    [InlineData("Subject: =?utf-8?Q?Gr=C3=BC?=\n =?utf-8?Q?=C3=9Fe?=")]
    [InlineData("Subject: Grüße")]
    [InlineData("Subject: =?x-nobody-knows?Q?Gr=C3=BC=C3=9Fe?=")]
    public void An_encoded_subject_is_read(string field)
    {
        Assert.Contains("subject word: grüße", Texts.Of($"{field}\n\nhello\n"));
    }

    [Theory]
    [InlineData("=?")]
    [InlineData("=?utf-8?")]
    [InlineData("=?utf-8?B?")]
    [InlineData("=?utf-8?B?R3I")]
    [InlineData("=?utf-8?X?zz?=")]
    [InlineData("=????=")]
    public void A_broken_encoded_word_stands_for_itself_or_for_nothing(string value)
    {
        Assert.Contains("subject word: after", Texts.Of($"Subject: {value} after\n\nhello\n"));
    }

    [Fact]
    public void Text_in_base64_is_read()
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("cheap pills"));

        Assert.Contains("cheap + pills", Texts.OfBody(encoded, "Content-Type: text/plain\nContent-Transfer-Encoding: base64"));
    }

    [Fact]
    public void Text_in_quoted_printable_is_read_over_soft_line_breaks()
    {
        Assert.Contains("pills", Texts.OfBody("che=61p pi=\nlls =ZZ", "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable"));
    }

    [Theory]
    [InlineData("koi8-r", "купить")]
    [InlineData("windows-1251", "купить")]
    [InlineData("gb2312", "发")]
    [InlineData("iso-2022-jp", "日")]
    [InlineData("UTF-16", "hello")]
    public void Charsets_are_read(string charset, string word)
    {
        var head = Encoding.ASCII.GetBytes($"Subject: x\r\nContent-Type: text/plain; charset=\"{charset}\"\r\n\r\n");
        var body = CodePagesEncodingProvider.Instance.GetEncoding(charset)?.GetBytes(word) ?? Encoding.GetEncoding(charset).GetBytes(word);

        Assert.Contains(word, Texts.Of(Tokenizer.Tokenize([.. head, .. body], keepTexts: true)));
    }

    [Fact]
    public void Scripts_without_spaces_give_characters_and_their_pairs()
    {
        var texts = Texts.OfBody("免费赢取");

        Assert.Superset(new HashSet<string> { "免", "免 + 费", "赢 + 取" }, texts);
    }

    [Theory]
    [InlineData("v\u200Biagra", "trick: invisible characters in a word")]
    [InlineData("vi\u00ADagra", "trick: invisible characters in a word")]
    [InlineData("viаgra", "trick: letters of two scripts in a word")]
    [InlineData("ｖｉａｇｒａ", "trick: full-width letters")]
    [InlineData("\U0001D42F\U0001D422\U0001D41A\U0001D420\U0001D42B\U0001D41A", "trick: mathematical letters")]
    public void A_disguised_word_is_the_word_and_a_trick(string word, string trick)
    {
        Assert.Superset(new HashSet<string> { "viagra", trick }, Texts.OfBody($"buy {word} now"));
    }

    [Fact]
    public void An_honest_word_of_another_script_is_no_trick()
    {
        var texts = Texts.OfBody("купить дешево naïve Ελλάδα");

        Assert.Contains("купить", texts);
        Assert.DoesNotContain(texts, text => text.StartsWith("trick", StringComparison.Ordinal));
    }

    [Fact]
    public void Html_is_read_as_its_reader_sees_it()
    {
        var texts = Texts.OfBody(
            "<style>p { color: red }</style><p>via<!-- x -->gra f<b>re</b>e &euro;5 caf&eacute;<br>next</p><script>var hidden;</script>",
            "Content-Type: text/html; charset=utf-8");

        Assert.Superset(new HashSet<string> { "viagra", "free", "€", "café", "next", "trick: comment in a word", "html tag: script" }, texts);
        Assert.DoesNotContain("color", texts);
        Assert.DoesNotContain("hidden", texts);
    }

    [Fact]
    public void Links_give_their_host_its_parents_and_their_path()
    {
        var texts = Texts.OfBody("<a href=\"http://user@shop.example.com:8080/buy/now.php?id=42%20\">click</a>", "Content-Type: text/html");

        Assert.Superset(
            new HashSet<string> { "link to: shop.example.com", "link to: example.com", "link to: com", "link path: buy", "link: has a user", "link: has a port", "link: has escapes" },
            texts);
    }

    [Fact]
    public void Hidden_text_is_told() =>
        Assert.Contains("trick: hidden text", Texts.OfBody("<div style='DISPLAY:none'>poem</div>", "Content-Type: text/html"));

    [Fact]
    public void Attachments_tell_their_type_name_and_beginning()
    {
        var texts = Texts.OfBody("TVqQAAMAAAAEAAAA", "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"Invoice.PDF.exe\"\nContent-Transfer-Encoding: base64");

        Assert.Superset(new HashSet<string> { "type: application/octet-stream", "file name: .exe", "content begins: TVqQAAMAAAAE" }, texts);
    }

    [Fact]
    public void All_parts_are_looked_at()
    {
        var texts = Texts.OfBody(
            "--b\nContent-Type: text/plain\n\nfirst\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nsecond\n--c--\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nthird\n--b--\n",
            "Content-Type: multipart/mixed; boundary=\"b\"");

        Assert.Superset(new HashSet<string> { "first", "second", "third" }, texts);
    }

    [Fact]
    public void Facts_of_the_host_are_features_and_a_sender_cannot_write_them()
    {
        var tokens = Tokenizer.Tokenize("Subject: x\r\nAuthentication-Results: mx; dmarc=pass\r\n\r\nauth:dmarc=pass"u8, ["auth:dmarc=pass"], keepTexts: true);
        var forged = Tokenizer.Tokenize("Subject: x\r\nfact: auth:dmarc=pass\r\n\r\nfact: auth:dmarc=pass"u8, keepTexts: true);
        var fact = Tokenizer.Tokenize(""u8, ["auth:dmarc=pass"]).Features.ToArray().Except(Tokenizer.Tokenize(""u8).Features.ToArray()).Single();

        Assert.Contains("fact: auth:dmarc=pass", Texts.Of(tokens));
        Assert.True(tokens.Features.Contains(fact));
        Assert.False(forged.Features.Contains(fact));
    }

    [Theory]
    [InlineData("X-Spam-Status: Yes, score=99")]
    [InlineData("X-Spam-Flag: YES")]
    [InlineData("X-Bogosity: Spam")]
    [InlineData("Authentication-Results: mx.example; dmarc=pass")]
    public void The_verdict_of_another_filter_is_not_believed(string field)
    {
        var with = Texts.Of($"Subject: x\n{field}\n\nhello\n");
        var value = field[(field.IndexOf(':', StringComparison.Ordinal) + 2)..].Split(' ')[0].TrimEnd(',', ';').ToLowerInvariant();

        Assert.DoesNotContain(with, text => text.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_line_of_an_mbox_and_line_ends_make_no_difference()
    {
        var crlf = Tokenizer.Tokenize("Subject: hello there\r\n\r\nfirst line\r\nsecond\r\n"u8);
        var lf = Tokenizer.Tokenize("From me@example.test Mon Nov 23 2026\nSubject: hello there\n\nfirst line\nsecond\n"u8);

        Assert.Equal(crlf.Features, lf.Features);
    }

    [Fact]
    public async Task A_stream_gives_what_its_octets_give()
    {
        var message = Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"w{i} ")));

        var tokens = await Tokenizer.TokenizeAsync(new MemoryStream(message), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Tokenizer.Tokenize(message).Features, tokens.Features);
    }

    [Fact]
    public void Features_have_the_same_names_in_every_process_and_version()
    {
        // Models and ledgers hold these hashes. A change needs a new version of the model file.
        Assert.Equal(9121039387049730470UL, Tokenizer.Tokenize(""u8, ["a fact"]).Features[0]);
    }

    [Fact]
    public void A_list_comes_back_from_its_octets_and_from_no_others()
    {
        var tokens = Texts.Body("cheap pills");
        var octets = tokens.ToBytes();

        Assert.Equal(tokens.Features, TokenList.FromBytes(octets)!.Features);
        Assert.Null(TokenList.FromBytes(octets.AsSpan(1)));
        Assert.Null(TokenList.FromBytes([.. octets[..8], .. octets[..8]]));
        Assert.Null(TokenList.FromBytes(new byte[(TokenizerLimits.MaxFeatures + 1) * 8]));
    }
}
