namespace Mail.Sieve.Tests.Engine;

/// <summary>RFC 5230, RFC 6131 and what RFC 8580 adds to them, with their examples.</summary>
public class VacationTests
{
    private static async Task<VacationAction> VacationAsync(string script, string message = SieveKit.MessageA, SieveOptions? options = null) =>
        Assert.Single((await SieveKit.RunAsync(script, message, options: options)).Actions.OfType<VacationAction>());

    [Fact]
    public async Task Section_4_8_simple_use()
    {
        var vacation = await VacationAsync("""
            require "vacation";
            vacation :days 23 :addresses ["tjs@example.edu", "ts4z@landru.example.edu"]
            "I'm away until October 19.
            If it's an emergency, call 911, I guess." ;
            """);

        Assert.Equal("I'm away until October 19.\r\nIf it's an emergency, call 911, I guess.", vacation.Reason);
        Assert.Equal(TimeSpan.FromDays(23), vacation.Period);
        Assert.Equal(["tjs@example.edu", "ts4z@landru.example.edu"], vacation.Addresses.Select(a => a.ToString()));
    }

    [Theory]
    [InlineData("boss@example.edu", "redirect pleeb@isp.example.org")]
    [InlineData("coyote@desert.example.org", "vacation Sorry, I'm away, I'll read your\r\nmessage when I get around to it., implicit keep")]
    public async Task Section_4_8_with_other_rules(string from, string actions) => Assert.Equal(
        actions,
        await SieveKit.ActionsAsync(
            """
            require "vacation";
            if header :contains "from" "boss@example.edu" {
                redirect "pleeb@isp.example.org";
            } else {
                vacation "Sorry, I'm away, I'll read your
            message when I get around to it.";
            }
            """,
            $"From: {from}\n\n"));

    [Fact]
    public async Task Section_4_2_other_words_are_another_reply()
    {
        const string Script = """
            require "vacation";
            if header :contains "subject" "cyrus" {
                vacation "I'm out -- send mail to cyrus-bugs";
            } else {
                vacation "I'm out -- call me at +1 304 555 0123";
            }
            """;

        var first = await VacationAsync(Script, "Subject: Cyrus bug\n\n");
        var second = await VacationAsync(Script, "Subject: come over for dinner\n\n");

        Assert.NotEqual(first.Handle, second.Handle);
    }

    [Fact]
    public async Task Section_4_2_what_variables_hold_makes_no_other_reply()
    {
        const string Script = """
            require ["vacation", "variables"];
            if header :matches "subject" "*" {
                vacation :subject "Automatic response to: ${1}" "I'm away -- send mail to foo in my absence";
            }
            """;

        var first = await VacationAsync(Script, "Subject: lunch\n\n");
        var second = await VacationAsync(Script, "Subject: dinner\n\n");

        Assert.Equal("Automatic response to: lunch", first.Subject);
        Assert.Equal(first.Handle, second.Handle);
    }

    [Fact]
    public async Task Section_4_2_a_handle_makes_two_replies_one()
    {
        const string Script = """
            require "vacation";
            if header :contains "subject" "lunch" {
                vacation :handle "ran-away" "I'm out and can't meet for lunch";
            } else {
                vacation :handle "ran-away" "I'm out";
            }
            """;

        Assert.Equal("ran-away", (await VacationAsync(Script, "Subject: lunch?\n\n")).Handle);
        Assert.Equal("ran-away", (await VacationAsync(Script, "Subject: dinner?\n\n")).Handle);
    }

    [Theory]
    [InlineData("\"x\"", ":subject \"x\" \"\"")]
    [InlineData(":mime \"x\"", "\"x\"")]
    [InlineData(":subject \"a\" \"bc\"", ":subject \"ab\" \"c\"")]
    [InlineData(":from \"a@example.org\" \"x\"", ":subject \"a@example.org\" \"x\"")]
    public async Task Section_4_2_one_parameter_cannot_pass_for_another(string one, string other) => Assert.NotEqual(
        (await VacationAsync($"require \"vacation\"; vacation {one};")).Handle,
        (await VacationAsync($"require \"vacation\"; vacation {other};")).Handle);

    [Fact]
    public async Task Section_4_4_mime()
    {
        var vacation = await VacationAsync("""
            require "vacation";
            vacation :mime text:
            Content-Type: multipart/alternative; boundary=foo

            --foo

            I'm at the beach relaxing.  Mmmm, surf...

            --foo--
            .
            ;
            """);

        Assert.True(vacation.IsMime);
        Assert.StartsWith("Content-Type: multipart/alternative; boundary=foo\r\n\r\n--foo\r\n", vacation.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":days 1", 86_400)]
    [InlineData(":days 0", 86_400)]
    [InlineData("", 7 * 86_400)]
    [InlineData(":days 1000000", 60 * 86_400)]
    [InlineData(":seconds 1800", 86_400)]
    public async Task Section_4_1_periods_are_brought_into_the_limits(string tag, int seconds) =>
        Assert.Equal(seconds, (await VacationAsync($"require \"vacation-seconds\"; vacation {tag} \"x\";")).Period.TotalSeconds);

    [Theory]
    [InlineData("vacation :addresses [\"tjs@example.edu\", \"ts4z@landru.example.edu\"] :seconds 1800 \"I am in a meeting.\";", 1800)]
    [InlineData("vacation :handle \"auto-resp\" :seconds 0 \"Your request has been received.\";", 0)]
    public async Task Rfc_6131_section_3_examples_where_the_site_allows_seconds(string command, int seconds)
    {
        var options = SieveOptions.Default with { VacationMinPeriod = TimeSpan.Zero };

        Assert.Equal(seconds, (await VacationAsync("require [\"vacation-seconds\"]; " + command, options: options)).Period.TotalSeconds);
    }

    /// <summary>The example has its tags behind the reason, which RFC 5228 §2.6.2 does not allow; here they are before it.</summary>
    [Fact]
    public async Task Rfc_8580_section_5_copy()
    {
        var vacation = await VacationAsync("""
            require ["vacation", "fcc", "mailbox", "special-use", "imap4flags"];
            vacation :days 7 :from "hemingway@example.com"
                     :specialuse "\\Sent" :create
                     :fcc "INBOX.Sent" :flags ["\\Seen"] "Gone Fishin'";
            """);

        Assert.Equal("hemingway@example.com", vacation.From);
        Assert.NotNull(vacation.Copy);
        Assert.Equal(("INBOX.Sent", true, @"\Sent"), (vacation.Copy.Mailbox, vacation.Copy.Create, vacation.Copy.SpecialUse));
        Assert.Equal([@"\Seen"], vacation.Copy.Flags);
    }

    [Theory]
    [InlineData("vacation :days 7 :seconds 10 \"x\";", "1:58: expected only one period, but there are ':days' and ':seconds'")]
    [InlineData("vacation :from \"nobody\" \"x\";", "1:56: expected an address after ':from', but found 'nobody'")]
    [InlineData("vacation :create \"x\";", "1:50: expected ':fcc' beside ':create'")]
    public void Wrong_parameters_are_problems(string command, string problem) =>
        Assert.Equal(problem, Assert.Single(SieveKit.Problems("require [\"vacation-seconds\",\"mailbox\"]; " + command)));

    [Fact]
    public async Task A_subject_from_outside_cannot_add_a_header_field()
    {
        const string Script = """
            require ["vacation", "variables"];
            if header :matches "subject" "*" { vacation :subject "Re: ${1}" :from "${1}" "x"; }
            """;

        var vacation = await VacationAsync(Script, "Subject: =?utf-8?q?a=0D=0ABcc:_victim@example.org?=\n\n");

        Assert.Equal("Re: a  Bcc: victim@example.org", vacation.Subject);
        Assert.Null(vacation.From);
    }
}
