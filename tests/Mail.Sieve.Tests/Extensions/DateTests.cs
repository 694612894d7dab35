using Mail.Sieve.Tests.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Sieve.Tests.Extensions;

/// <summary><c>date</c>, <c>currentdate</c> and <c>:index</c>, RFC 5260.</summary>
public sealed class DateTests
{
    private const string Require =
        "require [\"date\", \"index\", \"relational\", \"variables\", \"fileinto\", \"vacation\", \"editheader\"];\n";

    private const string Message = """
        Received: from c by d; Sat, 28 Feb 2009 23:59:60 -0500
        Received: from a by b (x; y); Mon, 26 Feb 2007 10:00:00 -0500 (EST)
        Date: Mon, 20 Jul 2009 21:44:43 +0300
        From: boss@example.com
        X-Bad: Moo, 34 Juul 3060 25:30:42 +6600
        X-NoDay: 31 Feb 2009 10:00:00 +0000
        X-Number: 12345

        """;

    private static async Task<string> RunAsync(string script, string now = "2009-07-20T18:44:43Z")
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        var result = await SieveKit.RunAsync([new SieveScope("account", [SieveKit.Compile(Require + script)])], Message, clock: clock);
        Assert.Null(result.Error);
        return SieveKit.Describe(result);
    }

    private static async Task<bool> HoldsAsync(string test) => await RunAsync($"if {test} {{ discard; }}") == "discard";

    // RFC 5260 §4.2
    [Theory]
    [InlineData("year", "2009")]
    [InlineData("month", "07")]
    [InlineData("day", "20")]
    [InlineData("date", "2009-07-20")]
    [InlineData("julian", "55032")]
    [InlineData("hour", "21")]
    [InlineData("minute", "44")]
    [InlineData("second", "43")]
    [InlineData("time", "21:44:43")]
    [InlineData("iso8601", "2009-07-20T21:44:43+03:00")]
    [InlineData("std11", "mon, 20 jul 2009 21:44:43 +0300")]
    [InlineData("ZONE", "+0300")]
    [InlineData("weekday", "1")]
    public async Task Each_part_of_a_date_can_be_asked_for(string part, string value) =>
        Assert.True(await HoldsAsync($"date :originalzone \"date\" \"{part}\" \"{value}\""));

    [Theory]
    [InlineData("date :zone \"-0500\" \"date\" \"iso8601\" \"2009-07-20T13:44:43-05:00\"")]
    [InlineData("date :zone \"+0000\" \"date\" \"iso8601\" \"2009-07-20T18:44:43Z\"")]
    [InlineData("date :zone \"-0000\" \"date\" \"zone\" \"+0000\"")]
    [InlineData("date \"date\" \"time\" \"18:44:43\"")]
    [InlineData("date :count \"eq\" \"date\" \"date\" \"1\"")]
    [InlineData("date :count \"eq\" \"resent-date\" \"date\" \"0\"")]
    [InlineData("date :index 2 :originalzone \"received\" \"year\" \"2007\"")]
    [InlineData("date :index 1 :last :originalzone \"received\" \"year\" \"2007\"")]
    [InlineData("date :originalzone \"received\" \"year\" \"2009\"")]
    [InlineData("header :index 1 :last :contains \"received\" \"from a\"")]
    [InlineData("header :index 3 [\"received\", \"date\"] \"Mon, 20 Jul 2009 21:44:43 +0300\"")]
    [InlineData("not header :index 4 :contains [\"received\", \"date\"] \"\"")]
    [InlineData("address :index 1 \"from\" \"boss@example.com\"")]
    public async Task Zones_shift_dates_and_an_index_picks_a_field(string test) => Assert.True(await HoldsAsync(test));

    [Theory]
    [InlineData("x-bad")]
    [InlineData("x-noday")]
    [InlineData("x-number")]
    [InlineData("from")]
    [InlineData("nothing")]
    public async Task What_is_no_date_matches_nothing(string field) => Assert.False(await HoldsAsync($"date :matches \"{field}\" \"year\" \"*\""));

    // RFC 5260 §4.4, §5.1 and §6.1 give these scripts.
    [Theory]
    [InlineData("2009-07-20T18:44:43Z", "if allof(header :is \"from\" \"boss@example.com\", date :value \"ge\" :originalzone \"date\" \"hour\" \"09\", date :value \"lt\" :originalzone \"date\" \"hour\" \"22\") { fileinto \"urgent\"; }", "fileinto urgent")]
    [InlineData("2009-07-20T18:44:43Z", "if anyof(date :is \"received\" \"weekday\" \"0\", date :is \"received\" \"weekday\" \"6\") { fileinto \"weekend\"; }", "fileinto weekend")]
    [InlineData("2009-07-20T08:59:00Z", "if anyof(currentdate :is \"weekday\" \"0\", currentdate :is \"weekday\" \"6\", currentdate :value \"lt\" \"hour\" \"09\", currentdate :value \"ge\" \"hour\" \"17\") { redirect \"pager@example.com\"; }", "redirect pager@example.com")]
    [InlineData("2009-07-20T09:00:00Z", "if anyof(currentdate :is \"weekday\" \"0\", currentdate :is \"weekday\" \"6\", currentdate :value \"lt\" \"hour\" \"09\", currentdate :value \"ge\" \"hour\" \"17\") { redirect \"pager@example.com\"; }", "implicit keep")]
    [InlineData("2007-07-07T23:00:00Z", "if allof(currentdate :value \"ge\" \"date\" \"2007-06-30\", currentdate :value \"le\" \"date\" \"2007-07-07\") { vacation :days 7 \"I'm away during the first week in July.\"; }", "vacation I'm away during the first week in July., implicit keep")]
    [InlineData("2009-07-20T18:44:43Z", "if currentdate :matches \"month\" \"*\" { set \"month\" \"${1}\"; } if currentdate :matches \"year\"  \"*\" { set \"year\"  \"${1}\"; } fileinto \"${month}-${year}\";", "fileinto 07-2009")]
    [InlineData("2009-07-20T18:44:43Z", "if date :value \"gt\" :index 2 :zone \"-0500\" \"received\" \"iso8601\" \"2007-02-26T09:00:00-05:00\" { redirect \"aftercutoff@example.org\"; }", "redirect aftercutoff@example.org")]
    public async Task Examples_of_the_rfc(string now, string script, string actions) => Assert.Equal(actions, await RunAsync(script, now));

    // RFC 5260 §5.1
    [Fact]
    public async Task The_current_date_can_go_into_a_header() => Assert.Equal(
        "fileinto dated",
        await RunAsync("""
            if currentdate :matches "std11" "*" { addheader "Processing-date" "${0}"; }
            if header "processing-date" "Mon, 20 Jul 2009 18:44:43 +0000" { fileinto "dated"; }
            """));

    [Theory]
    [InlineData("if date :zone \"0100\" \"date\" \"hour\" \"1\" { }", "time zone")]
    [InlineData("if date :zone \"+0160\" \"date\" \"hour\" \"1\" { }", "time zone")]
    [InlineData("if date :zone \"+0100\" :originalzone \"date\" \"hour\" \"1\" { }", "only one time zone")]
    [InlineData("if currentdate :originalzone \"hour\" \"1\" { }", "tagged argument ':originalzone'")]
    [InlineData("if date \"date\" \"era\" \"1\" { }", "expected one of year")]
    [InlineData("if header :last \"to\" \"x\" { }", "':index'")]
    [InlineData("if header :index 0 \"to\" \"x\" { }", "from 1")]
    public void What_is_wrong_is_told(string script, string message) =>
        Assert.Contains(message, Assert.Single(SieveKit.Problems(Require + script)), StringComparison.Ordinal);
}
