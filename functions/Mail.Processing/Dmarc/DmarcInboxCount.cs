using System.Globalization;

namespace Mail.Processing;

/// <param name="Counted">Reports, those included that had come before.</param>
/// <param name="Ignored">Messages that are no reports, or not to be believed.</param>
public sealed record DmarcInboxCount(int Counted, int Ignored)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Counted} reports counted, {Ignored} messages ignored");
}
