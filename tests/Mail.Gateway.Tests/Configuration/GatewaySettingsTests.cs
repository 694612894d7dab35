using System.Net;
using Mail.Core;

namespace Mail.Gateway.Tests;

public class GatewaySettingsTests
{
    [Fact]
    public void Defaults_listen_on_loopback_only()
    {
        var options = Read([]);
        Assert.Equal(IPAddress.Loopback, options.Listen);
        Assert.Equal(2525, options.SmtpPort);
        Assert.Equal(2580, options.HealthPort);
        Assert.Equal(50 * 1024 * 1024, options.MessageSizeLimit);
    }

    [Fact]
    public void The_environment_is_read() =>
        Assert.Equal(10025, Read([], ("MAIL_SMTP_PORT", "10025")).SmtpPort);

    [Fact]
    public void The_command_line_goes_before_the_environment()
    {
        Assert.Equal(10026, Read(["--smtp-port", "10026"], ("MAIL_SMTP_PORT", "10025")).SmtpPort);
        Assert.Equal(10027, Read(["--smtp-port=10027"], ("MAIL_SMTP_PORT", "10025")).SmtpPort);
    }

    [Fact]
    public void A_secret_that_is_no_good_is_not_repeated()
    {
        var (_, problems) = GatewaySettings.Read(["--tls-password=hunter2"], name => name == "MAIL_AUTH_SECRET" ? "too short" : null);
        Assert.Contains("MAIL_AUTH_SECRET is not a text of 16 characters or more, or the https URL of a vault's secret.", problems);
        Assert.Contains("Unknown argument '--tls-password': see --help.", problems);
    }

    [Fact]
    public void An_empty_variable_is_not_set() =>
        Assert.Equal(2525, Read([], ("MAIL_SMTP_PORT", "")).SmtpPort);

    [Fact]
    public void Every_setting_can_be_given_in_both_ways()
    {
        var values = new Dictionary<string, string>
        {
            ["--hostname"] = "mx.Example.test",
            ["--listen"] = "::",
            ["--smtp-port"] = "0",
            ["--submission-port"] = "587",
            ["--submissions-port"] = "465",
            ["--tls-certificate"] = "/etc/mail/a.pem, keyvault:https://v.vault.azure.net/certificates/b",
            ["--tls-key"] = "/etc/mail/a.key",
            ["--auth-without-tls"] = "loopback",
            ["--health-port"] = "1",
            ["--health-listen"] = "::",
            ["--message-size-limit"] = "65536",
            ["--state"] = "/var/lib/mail",
            ["--postmaster"] = "alice@example.test",
            ["--max-sessions"] = "3",
            ["--max-sessions-per-address"] = "2",
            ["--trusted-networks"] = "10.0.0.0/8",
            ["--relay-networks"] = "192.0.2.1",
            ["--proxy-networks"] = "192.0.2.2, 2001:db8::/32",
            ["--hidden-networks"] = "100.64.0.0/10",
            ["--xclient-networks"] = "192.0.2.3",
            ["--dns-servers"] = "192.0.2.53",
            ["--drain-seconds"] = "0",
            ["--srs-secret-file"] = "/etc/mail/srs",
            ["--scram-plus"] = "on",
            ["--oauth-issuer"] = "https://login.microsoftonline.com/t/v2.0",
            ["--oauth-audience"] = "mail",
            ["--oauth-scope"] = "SMTP.Send",
            ["--oauth-claim"] = "email",
            ["--log-format"] = "json",
        };
        var both = GatewaySettings.All.Where(s => s.Option is not null).ToList();
        Assert.Equal(both.Select(s => s.Option), values.Keys);

        var byOption = Read([.. values.SelectMany(v => new[] { v.Key, v.Value })]);
        var byVariable = Read([], [.. both.Select(s => (s.Variable, values[s.Option!]))]);

        Assert.Equal([new IPEndPoint(IPAddress.Parse("192.0.2.53"), 53)], byOption.DnsServers);
        Assert.Equal(byOption.DnsServers, byVariable.DnsServers);
        // Lists are the same only when they are one.
        byOption = byOption with { DnsServers = [] };
        Assert.Equal(byOption, byVariable with { DnsServers = [] });
        Assert.Equal(
            new GatewayOptions
            {
                HostName = "mx.example.test",
                Listen = IPAddress.IPv6Any,
                SmtpPort = 0,
                SubmissionPort = 587,
                SubmissionsPort = 465,
                TlsCertificate = "/etc/mail/a.pem, keyvault:https://v.vault.azure.net/certificates/b",
                TlsKey = "/etc/mail/a.key",
                AuthWithoutTlsOnLoopback = true,
                SrsSecretFile = "/etc/mail/srs",
                ScramPlus = true,
                OAuthIssuer = "https://login.microsoftonline.com/t/v2.0",
                OAuthAudience = "mail",
                OAuthScope = "SMTP.Send",
                OAuthClaim = "email",
                HealthPort = 1,
                HealthListen = IPAddress.IPv6Any,
                MessageSizeLimit = 65536,
                StateFolder = "/var/lib/mail",
                Postmaster = MailAddress.Parse("alice@example.test"),
                MaxSessions = 3,
                MaxSessionsPerAddress = 2,
                TrustedNetworks = NetworkList.Parse("10.0.0.0/8"),
                RelayNetworks = NetworkList.Parse("192.0.2.1"),
                ProxyNetworks = NetworkList.Parse("192.0.2.2 2001:db8::/32"),
                HiddenNetworks = NetworkList.Parse("100.64.0.0/10"),
                XClientNetworks = NetworkList.Parse("192.0.2.3"),
                DrainTimeout = TimeSpan.Zero,
                JsonLog = true,
            },
            byOption);
    }

    [Theory]
    [InlineData("--smtp-port", "65536", "--smtp-port is '65536', which is not a port, 0 to 65535.")]
    [InlineData("--smtp-port", "-1", "--smtp-port is '-1', which is not a port, 0 to 65535.")]
    [InlineData("--smtp-port", "smtp", "--smtp-port is 'smtp', which is not a port, 0 to 65535.")]
    [InlineData("--listen", "localhost", "--listen is 'localhost', which is not an IP address of this machine, 0.0.0.0 or ::.")]
    [InlineData("--hostname", "-x", "--hostname is '-x', which is not a host name such as mail.example.com.")]
    [InlineData("--message-size-limit", "1000", "--message-size-limit is '1000', which is not a number of octets, 65536 to 2147483647.")]
    [InlineData("--log-format", "xml", "--log-format is 'xml', which is not simple or json.")]
    [InlineData("--trusted-networks", "10.0.0.1/8",
        "--trusted-networks is '10.0.0.1/8', which is not a list of addresses and networks such as 10.0.0.0/8, 2001:db8::/32 or 192.0.2.1, or none.")]
    [InlineData("--hidden-networks", "ingress",
        "--hidden-networks is 'ingress', which is not a list of addresses and networks such as 10.0.0.0/8, 2001:db8::/32 or 192.0.2.1, or none.")]
    [InlineData("--dns-servers", "dns.test",
        "--dns-servers is 'dns.test', which is not a list of at most three addresses such as 192.0.2.53 or [2001:db8::53]:5353.")]
    [InlineData("--postmaster", "root", "--postmaster is 'root', which is not a mail address.")]
    public void A_bad_value_is_refused_with_what_is_wanted(string option, string value, string message) =>
        Assert.Equal([message], Problems([option, value]));

    [Fact]
    public void A_bad_variable_is_called_by_its_name() =>
        Assert.Equal(
            ["MAIL_SMTP_PORT is 'x', which is not a port, 0 to 65535."],
            GatewaySettings.Read([], name => name == "MAIL_SMTP_PORT" ? "x" : null).Problems);

    [Fact]
    public void Unknown_arguments_are_refused() =>
        Assert.Equal(
            ["Unknown argument '--port': see --help.", "Unknown argument '25': see --help.", "--state needs a value: see --help."],
            Problems(["--port", "25", "--state"]));

    [Fact]
    public void The_help_names_every_setting() =>
        Assert.All(
            GatewaySettings.All,
            s => Assert.Contains(s.Option is null ? s.Variable : $"{s.Option} {s.Value}  ({s.Variable})", GatewaySettings.Help, StringComparison.Ordinal));

    [Fact]
    public void A_password_comes_from_the_environment_only_and_is_not_printed()
    {
        var options = Read([], ("MAIL_TLS_PASSWORD", "hunter2"));
        Assert.Equal(new Secret("hunter2"), options.TlsPassword);
        Assert.DoesNotContain("hunter2", options.ToString(), StringComparison.Ordinal);
        Assert.Equal(["Unknown argument '--tls-password': see --help."], Problems(["--tls-password=hunter2"]));
    }

    private static GatewayOptions Read(string[] args, params (string Name, string Value)[] variables)
    {
        var (options, problems) = GatewaySettings.Read(args, name => variables.FirstOrDefault(v => v.Name == name).Value);
        Assert.Empty(problems);
        Assert.NotNull(options);
        return options;
    }

    private static IReadOnlyList<string> Problems(string[] args)
    {
        var (options, problems) = GatewaySettings.Read(args, _ => null);
        Assert.Null(options);
        return problems;
    }
}
