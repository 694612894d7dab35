using System.Globalization;
using Mail.Testing.Smtp;

namespace Mail.Smtp.Tests;

/// <summary>The server's options as a dialog sets them: small limits, so that dialogs stay readable.</summary>
internal static class DialogOptions
{
    private static readonly string[] OfTheHost = ["Connect", "Tls", "Mechanisms", "Submission", "XClient"];

    public static SmtpServerOptions From(SmtpDialog dialog)
    {
        var options = new SmtpServerOptions { HostName = "mx.example.test", ErrorDelay = TimeSpan.Zero };
        foreach (var (name, value) in dialog.Options.Where(o => !OfTheHost.Contains(o.Key)))
        {
            options = Set(options, name, int.Parse(value, CultureInfo.InvariantCulture));
        }

        return options;
    }

    private static SmtpServerOptions Set(SmtpServerOptions options, string name, int value) => name switch
    {
        nameof(SmtpServerOptions.MessageSizeLimit) => options with { MessageSizeLimit = value },
        nameof(SmtpServerOptions.RecipientLimit) => options with { RecipientLimit = value },
        nameof(SmtpServerOptions.RecipientOvershootLimit) => options with { RecipientOvershootLimit = value },
        nameof(SmtpServerOptions.SoftErrorLimit) => options with { SoftErrorLimit = value },
        nameof(SmtpServerOptions.HardErrorLimit) => options with { HardErrorLimit = value },
        nameof(SmtpServerOptions.JunkCommandLimit) => options with { JunkCommandLimit = value },
        nameof(SmtpServerOptions.ErrorDelay) => options with { ErrorDelay = TimeSpan.FromSeconds(value) },
        nameof(SmtpServerOptions.AuthenticationFailureLimit) => options with { AuthenticationFailureLimit = value },
        nameof(SmtpServerOptions.MinimumDataRate) => options with { MinimumDataRate = value },
        nameof(SmtpServerOptions.RefuseImproperPipelining) => options with { RefuseImproperPipelining = value != 0 },
        _ => throw new FormatException($"No dialog sets {name}."),
    };
}
