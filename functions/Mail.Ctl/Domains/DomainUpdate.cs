using Mail.Core;

namespace Mail.Ctl;

/// <summary>Saves a changed domain and answers with it.</summary>
internal static class DomainUpdate
{
    /// <param name="done">What was done to it, as in "enabled".</param>
    public static async Task<CommandResult> SaveAsync(CommandRun run, DomainEntry domain, string done, CancellationToken cancellationToken)
    {
        if (!await run.Storage.Editor.UpdateDomainAsync(domain, cancellationToken))
        {
            return DomainLookup.NotFound(domain.Name);
        }

        run.Answer.Write(
            DomainView.From(domain), json => json.DomainView, text => text.Line($"Domain {DomainView.Both(domain.Name)} {done}."));
        return CommandResult.Done;
    }
}
