namespace Mail.Smtp.Tests;

public class SmtpServerOptionsTests
{
    private static readonly SmtpServerOptions Good = new() { HostName = "mx.example.test" };

    public static TheoryData<string, SmtpServerOptions> Bad => new()
    {
        { nameof(Good.HostName), Good with { HostName = "not a host" } },
        { nameof(Good.HostName), Good with { HostName = "" } },
        { nameof(Good.MessageSizeLimit), Good with { MessageSizeLimit = 65535 } },
        { nameof(Good.MessageSizeLimit), Good with { MessageSizeLimit = long.MaxValue } },
        { nameof(Good.RecipientLimit), Good with { RecipientLimit = 99 } },
        { nameof(Good.RecipientOvershootLimit), Good with { RecipientOvershootLimit = -1 } },
        { nameof(Good.CommandLineLimit), Good with { CommandLineLimit = 511 } },
        { nameof(Good.SoftErrorLimit), Good with { SoftErrorLimit = 0 } },
        { nameof(Good.HardErrorLimit), Good with { HardErrorLimit = 9 } },
        { nameof(Good.ErrorDelay), Good with { ErrorDelay = TimeSpan.FromSeconds(-1) } },
        { nameof(Good.JunkCommandLimit), Good with { JunkCommandLimit = 0 } },
        { nameof(Good.MinimumDataRate), Good with { MinimumDataRate = 0 } },
        { nameof(Good.CommandTimeout), Good with { CommandTimeout = TimeSpan.Zero } },
        { nameof(Good.TransactionTimeout), Good with { TransactionTimeout = TimeSpan.MaxValue } },
        { nameof(Good.DataTimeout), Good with { DataTimeout = Timeout.InfiniteTimeSpan } },
        { nameof(Good.ReplyTimeout), Good with { ReplyTimeout = TimeSpan.Zero } },
    };

    [Fact]
    public void The_defaults_are_good()
    {
        Good.Validate();
        Assert.Equal(52_428_800, Good.MessageSizeLimit);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_value_is_named(string property, SmtpServerOptions options) =>
        Assert.StartsWith($"SmtpServerOptions.{property} must be ", Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
}
