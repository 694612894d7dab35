namespace Mail.Sieve.Tests.Engine;

/// <summary>RFC 5435, RFC 5436 and what RFC 8580 adds to them, with their examples.</summary>
public class NotifyTests
{
    private static async Task<IReadOnlyList<NotifyAction>> NotifyAsync(string script, string message, params string[] methods)
    {
        var options = SieveOptions.Default with { NotifyMethods = methods.Length == 0 ? SieveOptions.Default.NotifyMethods : methods.ToHashSet() };
        var result = await SieveKit.RunAsync(script, message, options: options);
        Assert.Null(result.Error);
        return [.. result.Actions.OfType<NotifyAction>()];
    }

    [Fact]
    public async Task Section_3_7_example_1()
    {
        const string Script = """
            require ["enotify", "fileinto", "variables"];
            if header :contains "from" "boss@example.org" {
                notify :importance "1" :message "This is probably very important" "mailto:alm@example.com";
                # Don't send any further notifications
                stop;
            }
            if header :contains "to" "sievemailinglist@example.org" {
                # :matches is used to get the value of the Subject header
                if header :matches "Subject" "*" { set "subject" "${1}"; }
                # :matches is used to get the value of the From header
                if header :matches "From" "*" { set "from" "${1}"; }
                notify :importance "3" :message "[SIEVE] ${from}: ${subject}" "mailto:alm@example.com";
                fileinto "INBOX.sieve";
            }
            """;

        var fromBoss = Assert.Single(await NotifyAsync(Script, "From: boss@example.org\nTo: sievemailinglist@example.org\n\n"));
        var fromList = Assert.Single(await NotifyAsync(Script, "From: Tim <tim@example.org>\nTo: sievemailinglist@example.org\nSubject: news\n\n"));

        Assert.Equal((1, "This is probably very important", "mailto:alm@example.com"), (fromBoss.Importance, fromBoss.Message, fromBoss.Method));
        Assert.Equal((3, "[SIEVE] Tim <tim@example.org>: news"), (fromList.Importance, fromList.Message));
    }

    [Fact]
    public async Task Section_3_7_example_2()
    {
        const string Script = """
            require ["enotify", "fileinto", "variables", "envelope"];
            if header :matches "from" "*@*.example.org" {
                if envelope :all :matches "from" "*" { set "env_from" " [really: ${1}]"; }
                if header :matches "Subject" "*" { set "subject" "${1}"; }
                if address :matches :all "from" "*" { set "from_addr" "${1}"; }
                notify :message "${from_addr}${env_from}: ${subject}" "mailto:alm@example.com";
            }
            """;

        var notice = Assert.Single(await NotifyAsync(Script, "From: tim@mail.example.org\nSubject: news\n\n"));

        Assert.Equal("tim@mail.example.org [really: coyote@desert.example.org]: news", notice.Message);
    }

    [Theory]
    [InlineData("Subject: Your dog\n\n", "tel:+14085551212")]
    [InlineData("To: sievemailinglist@example.org\n\n", null)]
    [InlineData("Subject: x\n\n", "xmpp:tim@example.com?message;subject=SIEVE;body=You%20got%20mail")]
    public async Task Section_3_7_example_3(string message, string? method)
    {
        const string Script = """
            require ["enotify", "variables"];
            set "notif_method" "xmpp:tim@example.com?message;subject=SIEVE;body=You%20got%20mail";
            if header :contains "subject" "Your dog" { set "notif_method" "tel:+14085551212"; }
            if header :contains "to" "sievemailinglist@example.org" { set "notif_method" ""; }
            if not string :is "${notif_method}" "" { notify "${notif_method}"; }
            """;

        Assert.Equal(method, (await NotifyAsync(Script, message, "xmpp", "tel")).SingleOrDefault()?.Method);
    }

    [Fact]
    public async Task Section_4_example_4() => Assert.Equal(
        "implicit keep",
        await SieveKit.ActionsAsync("""
            require "enotify";
            if not valid_notify_method ["mailto:", "http://gw.example.net/notify?test"] { stop; }
            discard;
            """));

    [Fact]
    public async Task Section_5_example_5()
    {
        const string Script = """
            require ["enotify"];
            if notify_method_capability "xmpp:tim@example.com?message;subject=SIEVE" "Online" "yes" {
                notify :importance "1" :message "You got mail" "xmpp:tim@example.com?message;subject=SIEVE";
            } else {
                notify :message "You got mail" "tel:+14085551212";
            }
            """;

        Assert.Equal("tel:+14085551212", Assert.Single(await NotifyAsync(Script, SieveKit.MessageA, "xmpp", "tel")).Method);
    }

    [Fact]
    public async Task Section_6_example_6()
    {
        const string Script = """
            require ["enotify", "variables"];
            set :encodeurl "body_param" "Safe body&evil=evilbody";
            notify "mailto:tim@example.com?body=${body_param}";
            """;

        var notice = Assert.Single(await NotifyAsync(Script, SieveKit.MessageA));

        Assert.Equal("mailto:tim@example.com?body=Safe%20body%26evil%3Devilbody", notice.Method);
        Assert.True(MailtoUri.TryParse(notice.Method, out var mailto, out _));
        Assert.Equal("Safe body&evil=evilbody", mailto.Body);
    }

    [Fact]
    public async Task Rfc_5436_section_3()
    {
        const string Script = """
            require ["enotify", "variables"];
            if header :contains "list-id" "knitting.example.com" {
              if header :matches "Subject" "[*] *" {
                notify :message "From ${1} list: ${2}" :importance "3"
                    "mailto:0123456789@sms.example.net?to=backup@example.com";
              }
            }
            """;

        var notice = Assert.Single(await NotifyAsync(
            Script, "List-Id: Knitting Mailing List <knitting.example.com>\nSubject: [Knitting] A new sweater\n\n"));

        Assert.Equal("From Knitting list: A new sweater", notice.Message);
        Assert.True(MailtoUri.TryParse(notice.Method, out var mailto, out _));
        Assert.Equal(["0123456789@sms.example.net", "backup@example.com"], mailto.To.Select(a => a.ToString()));
    }

    [Fact]
    public async Task Rfc_8580_section_6()
    {
        var notice = Assert.Single(await NotifyAsync(
            """require ["enotify", "fcc"]; notify :fcc "INBOX.Sent" :message "You got mail!" "mailto:ken@example.com";""", SieveKit.MessageA));

        Assert.Equal("INBOX.Sent", notice.Copy?.Mailbox);
    }

    [Fact]
    public async Task Rfc_8580_section_6_1()
    {
        const string Script = """
            require ["enotify", "fcc"];
            if notify_method_capability "xmpp:" "fcc" "yes" {
                notify :fcc "INBOX.Sent" :message "You got mail" "xmpp:ken@example.com?message;subject=SIEVE";
            } else {
                notify :fcc "INBOX.Sent" :message "You got mail!" "mailto:ken@example.com";
            }
            """;

        Assert.Equal("mailto:ken@example.com", Assert.Single(await NotifyAsync(Script, SieveKit.MessageA, "xmpp", "mailto")).Method);
    }

    [Theory]
    [InlineData("mailto:")]
    [InlineData("mailto:?subject=x")]
    [InlineData("mailto:not an address")]
    [InlineData("mailto:a@example.org?subject=a%0D%0ABcc:b@example.org")]
    [InlineData("mailto:a@example.org?x-a=a%0Ab")]
    [InlineData("mailto:a@example.org?x%0Ab=a")]
    [InlineData("mailto:a@example.org?=a")]
    [InlineData("mailto:a@example.org?subject=%zz")]
    [InlineData("mailto:a@example.org?subject=%ff")]
    [InlineData("mailto:a@example.org%0D%0Ab@example.org")]
    [InlineData("mailto:a1@x.test,a2@x.test,a3@x.test,a4@x.test,a5@x.test,a6@x.test,a7@x.test,a8@x.test,a9@x.test")]
    public void A_mailto_uri_that_could_do_harm_is_refused(string uri) => Assert.False(MailtoUri.TryParse(uri, out _, out _));

    [Fact]
    public void A_mailto_uri_has_no_say_in_who_sends()
    {
        Assert.True(MailtoUri.TryParse("mailto:a@example.org?from=x@y.test&Auto-Submitted=no&bcc=b@y.test&X-Test=1&subject=gr%C3%BCn", out var mailto, out _));

        Assert.Equal("grün", mailto.Subject);
        Assert.Equal([new("X-Test", "1")], mailto.Fields);
    }
}
