namespace Mail.Core.Tests;

public class AnnouncedServicesTests
{
    [Fact]
    public void Without_settings_both_ways_of_submission_are_announced_TLS_from_the_start_first()
    {
        var services = Read([], "mail.example.test");
        Assert.Equal(["_submissions._tcp mail.example.test:465", "_submission._tcp mail.example.test:587"], services.All.Select(s => s.ToString()));
    }

    [Fact]
    public void The_public_name_goes_before_the_name_in_the_greeting()
    {
        var both = Read([("MAIL_PUBLIC_HOSTNAME", "Mail.Example.test"), ("MAIL_HOSTNAME", "mx1.example.test")], null);
        Assert.Equal("mail.example.test", both.Host);
        Assert.Equal("mx1.example.test", Read([("MAIL_HOSTNAME", "mx1.example.test"), ("MAIL_PUBLIC_HOSTNAME", " ")], null).Host);
        Assert.Equal("xn--bcher-kva.test", Read([("MAIL_HOSTNAME", "Bücher.test")], null).Host);
    }

    [Fact]
    public void A_port_of_0_is_not_announced()
    {
        var services = Read([("MAIL_PUBLIC_SUBMISSIONS_PORT", "0"), ("MAIL_PUBLIC_SUBMISSION_PORT", "2587")], "mail.example.test");
        Assert.Equal(2587, Assert.Single(services.All).Port);
        Assert.Equal("_submission._tcp", services.All[0].SrvName);
    }

    [Theory]
    [InlineData("MAIL_PUBLIC_HOSTNAME", "192.0.2.1")]
    [InlineData("MAIL_PUBLIC_HOSTNAME", "[192.0.2.1]")]
    [InlineData("MAIL_HOSTNAME", "mail.example.test:465")]
    [InlineData("MAIL_HOSTNAME", "mail\r\nX: y")]
    [InlineData("MAIL_PUBLIC_SUBMISSION_PORT", "65536")]
    [InlineData("MAIL_PUBLIC_SUBMISSIONS_PORT", "imap")]
    public void What_cannot_be_used_is_named(string variable, string value)
    {
        string? Environment(string name) => name == variable ? value : null;
        Assert.False(AnnouncedServices.TryRead(Environment, "mail.example.test", out _, out var error));
        Assert.Contains(variable, error, StringComparison.Ordinal);
        Assert.Contains(value, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_demanded_where_there_is_none_to_fall_back_to()
    {
        Assert.False(AnnouncedServices.TryRead(_ => null, null, out _, out var error));
        Assert.Contains("set MAIL_PUBLIC_HOSTNAME", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_have_the_names_that_are_registered()
    {
        var names =
            from protocol in Enum.GetValues<AnnouncedProtocol>()
            from security in Enum.GetValues<AnnouncedSecurity>()
            select AnnouncedService.SrvNameOf(protocol, security);
        Assert.Equal(["_submissions._tcp", "_submission._tcp", "_imaps._tcp", "_imap._tcp", "_pop3s._tcp", "_pop3._tcp"], names);
    }

    private static AnnouncedServices Read((string Name, string Value)[] settings, string? otherwise)
    {
        var values = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        Assert.True(AnnouncedServices.TryRead(values.GetValueOrDefault, otherwise, out var services, out var error), error);
        return services;
    }
}
