using Mail.Testing;

namespace Mail.Authentication.Tests.Reports;

/// <summary>RFC 7489 §6.2 and §7.1.</summary>
public class ReportTargetsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mailto:a@shop.test", "a@shop.test", null)]
    [InlineData("MAILTO:a@shop.test!10m", "a@shop.test", 10L << 20)]
    [InlineData("mailto:a@shop.test!500", "a@shop.test", 500L)]
    [InlineData("mailto:a@shop.test!2K", "a@shop.test", 2048L)]
    [InlineData("mailto:a@shop.test!1g", "a@shop.test", 1L << 30)]
    [InlineData("mailto:a@shop.test!3t", "a@shop.test", 3L << 40)]
    [InlineData("mailto:a%21b@shop.test", "a!b@shop.test", null)]
    [InlineData("mailto:a@shop.test?subject=x%0D%0ABcc:%20v@victim.test", "a@shop.test", null)]
    public void An_address_may_have_a_limit(string text, string address, long? limit)
    {
        var target = ReportTarget.Read(text);
        Assert.Equal((address, limit), (target?.Address.ToString(), target?.MaxOctets));
    }

    [Theory]
    [InlineData("https://shop.test/report")]
    [InlineData("mailto:")]
    [InlineData("mailto:shop.test")]
    [InlineData("mailto:a@shop.test!")]
    [InlineData("mailto:a@shop.test!m")]
    [InlineData("mailto:a@shop.test!-1")]
    [InlineData("mailto:a@shop.test!10x")]
    [InlineData("mailto:a@shop.test!99999999t")]
    [InlineData("mailto:a%0D%0A@shop.test")]
    public void Anything_else_is_no_target(string text) => Assert.Null(ReportTarget.Read(text));

    [Theory]
    [InlineData("own.test", "a@own.test")]
    [InlineData("sub.own.test", "a@mail.own.test")]
    [InlineData("none.test", "")]
    [InlineData("silent.test", "")]
    [InlineData("two.test", "")]
    [InlineData("refused.test", "")]
    [InlineData("agreed.test", "a@reader.test")]
    [InlineData("moved.test", "instead@reader.test")]
    [InlineData("stolen.test", "a@reader.test")]
    [InlineData("literal.test", "")]
    [InlineData("many.test", "1@many.test 2@many.test 3@many.test 4@many.test")]
    [InlineData("again.test", "a@again.test")]
    public async Task Only_those_who_want_them_get_reports(string domain, string targets)
    {
        var found = await new ReportTargets(Dns).FindAsync(domain, Token);
        Assert.Equal((targets, true), (string.Join(' ', found.Targets.Select(target => target.Address)), found.IsComplete));
    }

    [Theory]
    [InlineData("dark.test", 0)]
    [InlineData("half.test", 1)]
    public async Task What_the_DNS_does_not_answer_is_not_known_yet(string domain, int targets)
    {
        var found = await new ReportTargets(Dns).FindAsync(domain, Token);
        Assert.Equal((targets, false), (found.Targets.Count, found.IsComplete));
    }

    private static FakeDns Dns => FakeDns.Parse("""
        {
          "_dmarc.own.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@own.test"]},
          "_dmarc.sub.own.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@mail.own.test"]},
          "_dmarc.silent.test": {"TXT": ["v=DMARC1; p=none"]},
          "_dmarc.two.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@two.test", "v=DMARC1; p=none; rua=mailto:b@two.test"]},
          "_dmarc.refused.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:victim@victim.test"]},
          "_dmarc.agreed.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@reader.test"]},
          "agreed.test._report._dmarc.reader.test": {"TXT": ["v=DMARC1"]},
          "_dmarc.moved.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@reader.test"]},
          "moved.test._report._dmarc.reader.test": {"TXT": ["v=DMARC1; rua=mailto:instead@reader.test"]},
          "_dmarc.stolen.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@reader.test"]},
          "stolen.test._report._dmarc.reader.test": {"TXT": ["v=DMARC1; rua=mailto:victim@victim.test"]},
          "_dmarc.literal.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@[192.0.2.1]"]},
          "_dmarc.many.test": {"TXT": ["v=DMARC1; p=none; rua=https://x.test,mailto:1@many.test,mailto:2@many.test,mailto:3@many.test,mailto:4@many.test,mailto:5@many.test"]},
          "_dmarc.again.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@again.test,mailto:A@again.test!10m"]},
          "_dmarc.dark.test": {"TIMEOUT": true},
          "_dmarc.half.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:a@half.test,mailto:a@reader.test"]},
          "half.test._report._dmarc.reader.test": {"TIMEOUT": true}
        }
        """);
}
