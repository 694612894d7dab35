using Mail.Core;

namespace Mail.Sieve;

/// <summary>What is known about the message and its way here beside the message itself. <c>null</c> is unknown throughout.</summary>
public sealed record SieveEnvironment
{
    private const string ProductName = "Mail.Cloud";

    public static SieveEnvironment Empty { get; } = new();

    /// <summary>The reverse-path; empty for the null one, which is <c>&lt;&gt;</c> on the wire.</summary>
    public string? EnvelopeFrom { get; init; }

    /// <summary>The recipient that the message is sorted for, as it was in RCPT TO.</summary>
    public string? EnvelopeTo { get; init; }

    /// <summary>Who authenticated to submit the message (RFC 5228 §5.4 leaves it to us; as Pigeonhole's <c>auth</c>).</summary>
    public string? EnvelopeAuth { get; init; }

    /// <summary>Whose scripts run, as an address: the default sender of replies and notices.</summary>
    public MailAddress? Owner { get; init; }

    /// <summary>Where <c>keep</c> puts mail; <c>fileinto</c> of the same mailbox is the same (RFC 5228 §2.10.3).</summary>
    public string DefaultMailbox { get; init; } = FolderName.Inbox;

    /// <summary>Environment item <c>domain</c> (RFC 5183 §4.1).</summary>
    public string? Domain { get; init; }

    /// <summary>Environment item <c>host</c>.</summary>
    public string? Host { get; init; }

    /// <summary>Environment item <c>location</c>: where the scripts run, one of MTA, MDA, MUA, MS.</summary>
    public string? Location { get; init; }

    /// <summary>Environment item <c>phase</c>, relative to final delivery: pre, during, post.</summary>
    public string? Phase { get; init; }

    /// <summary>Environment item <c>remote-host</c>: the name of the SMTP client.</summary>
    public string? RemoteHost { get; init; }

    /// <summary>Environment item <c>remote-ip</c>.</summary>
    public string? RemoteIp { get; init; }

    /// <summary>Environment item <c>version</c> of this software.</summary>
    public string? Version { get; init; }

    /// <summary>More items by name in lower case, such as <c>vnd.mailcloud.queue-id</c> (RFC 5183 §4.2).</summary>
    public IReadOnlyDictionary<string, string> Items { get; init; } = new Dictionary<string, string>();

    /// <summary>How much the message looks like spam, 0 to 1 (RFC 5235 §2); <c>null</c> if it was not looked at.</summary>
    public double? SpamScore { get; init; }

    /// <summary>0 unknown, 1 clean, 2 was cured, 3 may be infected, 4 should be, 5 is (RFC 5235 §3.2); <c>null</c> if it was not looked at.</summary>
    public int? VirusStatus { get; init; }

    /// <summary>The item of test <c>environment</c> (RFC 5183 §4.1), its name in any case; <c>null</c> if it is not known.</summary>
    internal string? Item(string name) => name.ToLowerInvariant() switch
    {
        "domain" => Domain,
        "host" => Host,
        "location" => Location,
        "name" => ProductName,
        "phase" => Phase,
        "remote-host" => RemoteHost,
        "remote-ip" => RemoteIp,
        "version" => Version,
        var other => Items.GetValueOrDefault(other),
    };
}
