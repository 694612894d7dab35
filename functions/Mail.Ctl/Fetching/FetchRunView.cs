using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <param name="Failure">The kind of failure in one word; <c>null</c> for none.</param>
/// <param name="IsDone">Nothing was left there that could be fetched.</param>
internal sealed record FetchRunView(string Account, int Messages, long Octets, string? Failure, string Text, bool IsDone)
{
    public static FetchRunView From(RemoteAccountKey key, FetchReport report) => new(
        key.ToString(), report.Messages, report.Octets, report.Failure is { } failure ? SettingText.Choice(failure) : null, report.Text, report.IsDone);
}
