namespace Mail.Sieve.Tests.Engine;

/// <summary>RFC 7352, with its examples.</summary>
public class DuplicateTests
{
    [Theory]
    [InlineData("<one@example.org>", "fileinto Trash/Duplicate")]
    [InlineData("<two@example.org>", "implicit keep")]
    public async Task Section_5_1(string messageId, string actions) => Assert.Equal(
        actions,
        await SieveKit.ActionsAsync(
            """require ["duplicate", "fileinto", "mailbox"]; if duplicate { fileinto :create "Trash/Duplicate"; }""",
            $"Message-ID: {messageId}\n\n",
            new ScriptedHost { Seen = { ("", "<one@example.org>") } }));

    [Theory]
    [InlineData("disk full", @"fileinto Alerts [\seen]")]
    [InlineData("fire", "fileinto Alerts")]
    public async Task Section_5_2(string what, string actions) => Assert.Equal(
        actions,
        await SieveKit.ActionsAsync(
            """
            require ["duplicate", "variables", "imap4flags", "fileinto"];
            if header :matches "subject" "ALERT: *" {
              if duplicate :seconds 60 :uniqueid "${1}" { setflag "\\seen"; }
              fileinto "Alerts";
            }
            """,
            $"Subject: ALERT: {what}\n\n",
            new ScriptedHost { Seen = { ("", "disk full") } }));

    [Theory]
    [InlineData("set \"x\" \"\";", "coyote@desert.example.org")]
    [InlineData("if string :comparator \"i;ascii-casemap\" :matches \"${subject}\" \"Re:*\" { set \"subject\" \"${1}\"; }", "coyote@desert.example.org  news")]
    public async Task Section_5_3(string more, string id)
    {
        var uniqueId = id.Contains("news", StringComparison.Ordinal) ? "${sender} ${subject}" : "${sender}";
        var script = $$"""
            require ["variables", "envelope", "enotify", "duplicate"];
            if envelope :matches "from" "*" { set "sender" "${1}"; }
            if header :matches "subject" "*" { set "subject" "${1}"; }
            {{more}}
            if not duplicate :seconds 1800 :uniqueid "{{uniqueId}}"
            {
              notify :message "[SIEVE] ${sender}: ${subject}" "mailto:user@im.example.com";
            }
            """;

        var first = await SieveKit.RunAsync(script, "Subject: Re: news\n\n");
        var second = await SieveKit.RunAsync(script, "Subject: Re: news\n\n", new ScriptedHost { Seen = { ("", id) } });

        Assert.Equal(new DuplicateMark("", id, TimeSpan.FromMinutes(30)), Assert.Single(first.Duplicates));
        Assert.Contains(first.Actions, a => a is NotifyAction);
        Assert.Empty(second.Duplicates);
        Assert.DoesNotContain(second.Actions, a => a is NotifyAction);
    }

    [Fact]
    public async Task Section_5_4_handles_keep_ids_apart()
    {
        const string Script = """
            require ["duplicate", "imap4flags"];
            if duplicate :header "X-Event-ID" :handle "notifier" { discard; }
            if allof (
              duplicate :header "X-Ticket-ID" :handle "support",
              address "to" "support@example.com",
              header :contains "subject" "fileserver")
            {
              setflag "\\seen";
            }
            """;
        const string Message = "X-Event-ID: 1\nX-Ticket-ID: 1\nTo: support@example.com\nSubject: fileserver\n\n";

        Assert.Equal("discard", await SieveKit.ActionsAsync(Script, Message, new ScriptedHost { Seen = { ("notifier", "1") } }));
        Assert.Equal(@"implicit keep [\seen]", await SieveKit.ActionsAsync(Script, Message, new ScriptedHost { Seen = { ("support", "1") } }));
    }

    [Theory]
    [InlineData("duplicate", "Subject: no id\n\n")]
    [InlineData("duplicate :seconds 0", "Message-ID: <a@b>\n\n")]
    [InlineData("duplicate :header \"not a name:\"", "Message-ID: <a@b>\n\n")]
    public async Task Section_3_1_without_an_id_nothing_is_a_duplicate(string test, string message)
    {
        var result = await SieveKit.RunAsync(
            $"require \"duplicate\"; if {test} {{ discard; }}", message, new ScriptedHost { Seen = { ("", "<a@b>") } });

        Assert.Equal("implicit keep", SieveKit.Describe(result));
        Assert.Empty(result.Duplicates);
    }

    [Fact]
    public async Task Section_3_3_last_counts_anew()
    {
        var result = await SieveKit.RunAsync(
            """require "duplicate"; if duplicate :last :seconds 99999999999 { discard; }""",
            "Message-ID: <a@b>\nMessage-ID: <c@d>\n\n",
            new ScriptedHost { Seen = { ("", "<a@b>") } });

        Assert.Equal("discard", SieveKit.Describe(result));
        Assert.Equal(new DuplicateMark("", "<a@b>", SieveOptions.Default.DuplicateMaxPeriod), Assert.Single(result.Duplicates));
    }

    [Fact]
    public async Task Section_3_nothing_is_remembered_after_an_error()
    {
        var result = await SieveKit.RunAsync(
            """require ["duplicate", "ihave"]; if not duplicate { error "x"; }""", "Message-ID: <a@b>\n\n");

        Assert.NotNull(result.Error);
        Assert.Empty(result.Duplicates);
    }

    [Fact]
    public void Section_3_1_only_one_source_of_the_id() =>
        Assert.Single(SieveKit.Problems("""require "duplicate"; if duplicate :header "a" :uniqueid "b" { discard; }"""));
}
