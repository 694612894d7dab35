using System.Globalization;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>An aggregate report (RFC 7489 §7.2 and appendix C).</summary>
public sealed record DmarcReport
{
    /// <summary><c>org_name</c>: who says that he has seen the mail. In ours the domain of <see cref="Email"/>.</summary>
    public required string Organization { get; init; }

    /// <summary>Who can be asked.</summary>
    public required string Email { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset Begin { get; init; }

    /// <summary>Of the last second that is in it.</summary>
    public required DateTimeOffset End { get; init; }

    public required DmarcPublication Published { get; init; }

    /// <summary>What is missing, in words.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    public IReadOnlyList<DmarcTally> Tallies { get; init; } = [];

    /// <summary>Messages of a report that we have read which had no room in <see cref="Tallies"/>.</summary>
    public long Uncounted { get; init; }

    /// <summary>RFC 7489 §7.2.1.1: receiver, domain, begin and end.</summary>
    public string FileName =>
        string.Create(CultureInfo.InvariantCulture, $"{Organization}!{Published.Domain}!{Begin.ToUnixTimeSeconds()}!{End.ToUnixTimeSeconds()}.xml.gz");

    /// <summary>Of one day, the same each time.</summary>
    /// <param name="sender">In whose name it is sent.</param>
    public static DmarcReport Of(DmarcDay day, MailAddress sender)
    {
        var begin = new DateTimeOffset(day.Day, TimeOnly.MinValue, TimeSpan.Zero);
        return new DmarcReport
        {
            Organization = sender.Domain,
            Email = sender.ToString(),
            // §7.2.1.1: unique with the organization. No letters that a Subject or a Message-ID has to quote.
            Id = string.Create(CultureInfo.InvariantCulture, $"{day.Day:yyyy-MM-dd}.{day.Domain}"),
            Begin = begin,
            End = begin.AddDays(1).AddSeconds(-1),
            Published = day.Published,
            Errors = day.Uncounted == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{day.Uncounted} more messages were seen, too different from each other to be listed")],
            Tallies = day.Tallies,
        };
    }
}
