using Mail.Core;

namespace Mail.Ctl;

/// <summary>Saves a changed alias, answers with it, and warns of what the router thinks of it.</summary>
internal static class AliasUpdate
{
    public static async Task<CommandResult> SaveAsync(
        CommandRun run, CtlConsole console, AliasEntry alias, string done, CancellationToken cancellationToken)
    {
        if (!await run.Storage.Editor.UpdateAliasAsync(alias, cancellationToken))
        {
            return CommandResult.Refused($"There is no alias {alias.Name}; see: mailctl alias list {alias.Domain}");
        }

        return await AnswerAsync(run, console, alias, done, cancellationToken);
    }

    public static async Task<CommandResult> AnswerAsync(
        CommandRun run, CtlConsole console, AliasEntry alias, string done, CancellationToken cancellationToken)
    {
        if (alias.Enabled)
        {
            foreach (var problem in await new AliasRoutes(run.Storage.Directory).ProblemsAsync(alias, cancellationToken))
            {
                console.Warn(problem);
            }
        }

        run.Answer.Write(AliasView.From(alias), json => json.AliasView, text => text.Line($"Alias {alias.Name} {done}."));
        return CommandResult.Done;
    }
}
