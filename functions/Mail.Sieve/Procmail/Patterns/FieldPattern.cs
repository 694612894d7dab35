namespace Mail.Sieve.Procmail;

/// <summary>A pattern for one line of the header: the field, and what its value has to look like.</summary>
internal sealed record FieldPattern
{
    /// <summary>As in the file; <c>null</c> when any field may be meant.</summary>
    public string? Name { get; init; }

    /// <summary>The line that separates messages in a mailbox file: <c>From sender date</c>.</summary>
    public bool IsEnvelope { get; init; }

    /// <summary>The name is there without its colon, so that it stands for every name that begins so.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What follows the colon.</summary>
    public required Pattern[] Rest { get; init; }

    /// <summary>Set for <c>^FROM_DAEMON</c> and <c>^FROM_MAILER</c>: nothing else is.</summary>
    public Pattern.Daemon? Daemon { get; init; }
}
