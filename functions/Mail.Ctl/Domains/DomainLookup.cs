using Mail.Core;

namespace Mail.Ctl;

/// <summary>Finds domains, and says what to do when there is none.</summary>
internal static class DomainLookup
{
    public static async ValueTask<DomainEntry?> FindAsync(CommandRun run, string name, CancellationToken cancellationToken) =>
        await run.Storage.Directory.FindDomainAsync(name, cancellationToken);

    public static CommandResult NotFound(string name) => CommandResult.Refused(
        $"There is no domain {DomainView.Both(name)}; add it with: mailctl domain add {name} (a row that cannot be read is told by: mailctl check)");
}
