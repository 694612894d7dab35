using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Rows that cannot be read, and aliases that lead nowhere or back to themselves.</summary>
internal sealed class DirectoryCheck(IDirectoryEditor editor) : ICheck
{
    public string Name => "directory";

    public async IAsyncEnumerable<FindingView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var problem in editor.CheckAsync(cancellationToken))
        {
            yield return new FindingView("directory", $"{problem.Table} {problem.Row}", problem.Problem);
        }

        var domains = await editor.ListDomainsAsync(cancellationToken).ToDictionaryAsync(d => d.Name, cancellationToken: cancellationToken);
        foreach (var domain in domains.Values.Where(d => d.Kind == DomainKind.Alias && !domains.ContainsKey(d.AliasOf ?? "")))
        {
            yield return new FindingView("directory", domain.Name, $"is an alias of {domain.AliasOf}, which is no domain here");
        }

        var routes = new AliasRoutes(await DirectorySnapshot.TakeAsync(editor, cancellationToken));
        await foreach (var alias in editor.ListAliasesAsync(domain: null, cancellationToken))
        {
            if (!domains.ContainsKey(alias.Domain))
            {
                yield return new FindingView("alias", alias.Name, $"its domain is not in the directory; add it: mailctl domain add {alias.Domain}");
            }

            foreach (var problem in alias.Enabled ? await routes.ProblemsAsync(alias, cancellationToken) : [])
            {
                yield return new FindingView("alias", alias.Name, problem);
            }
        }
    }
}
