using Mail.Core;

namespace Mail.Ctl;

/// <summary>Finds aliases, and says what to do when there is none.</summary>
internal static class AliasLookup
{
    public static async ValueTask<AliasEntry?> FindAsync(CommandRun run, AliasName name, CancellationToken cancellationToken) =>
        await run.Storage.Directory.FindAliasAsync(name.Domain, name.LocalPart, cancellationToken);

    public static CommandResult NotFound(AliasName name) =>
        CommandResult.Refused($"There is no alias {name}; see: mailctl alias list {name.Domain}");
}
