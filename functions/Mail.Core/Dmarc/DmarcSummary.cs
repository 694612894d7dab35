namespace Mail.Core;

/// <summary>A report of another server about one domain of ours, as far as it is kept: a row of table <c>DmarcSummaries</c>.</summary>
public sealed record DmarcSummary
{
    /// <summary>Sources that are kept, those that failed before others, the largest first. A row has to fit 1 MiB; nobody reads more.</summary>
    public const int MaxSources = 500;

    /// <summary>Whose record the mail was judged by.</summary>
    public required string Domain { get; init; }

    /// <summary>The domain that has sent the report, which DMARC or a signature proves.</summary>
    public required string Reporter { get; init; }

    /// <summary>Who it says it is: anybody can say anything.</summary>
    public required string Organization { get; init; }

    /// <summary>The reporter's own name for it.</summary>
    public required string ReportId { get; init; }

    public required DateTimeOffset Begin { get; init; }

    public required DateTimeOffset End { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The message with the report, by its delivery id.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>Messages, those included for which <see cref="Sources"/> has no room.</summary>
    public required long Messages { get; init; }

    /// <summary>Of <see cref="Messages"/>.</summary>
    public required long Passed { get; init; }

    /// <summary>At most <see cref="MaxSources"/>.</summary>
    public required IReadOnlyList<DmarcSource> Sources { get; init; }
}
