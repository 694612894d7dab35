using Mail.Core;

namespace Mail.Ctl;

/// <summary>Settings that cannot be read, so that their default holds, and rows that nobody reads.</summary>
internal sealed class SettingsCheck(ISiteSettingsEditor settings) : ICheck
{
    public string Name => "settings";

    public IAsyncEnumerable<FindingView> RunAsync(CancellationToken cancellationToken) =>
        settings.CheckAsync(cancellationToken).Select(problem => new FindingView("settings", $"{problem.Table} {problem.Row}", problem.Problem));
}
