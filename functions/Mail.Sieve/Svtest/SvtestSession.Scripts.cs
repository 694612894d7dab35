namespace Mail.Sieve.Svtest;

internal sealed partial class SvtestSession
{
    private readonly Dictionary<string, SieveScript> _saved = new(StringComparer.Ordinal);
    private SieveScript? _script;

    /// <returns>False when it does not compile or is not there; <see cref="Errors"/> then say why.</returns>
    public bool CompileScript(string name)
    {
        Errors.Clear();
        if (_scripts.Compile(name, Options) is not { } compilation)
        {
            Errors.Add($"there is no script '{name}'");
            return false;
        }

        Errors.AddRange(compilation.Problems.Select(problem => problem.Message));
        Errors.AddRange(compilation.Succeeded ? new SvtestIncludes(_scripts, Options).Check(name) : []);
        _script = Errors.Count == 0 ? compilation.Script : null;
        if (_script is null)
        {
            // Pigeonhole ends with an error that says so, and the tests count it.
            Errors.Add("validation failed");
        }

        return _script is not null;
    }

    public void SaveScript(string name)
    {
        if (_script is not null)
        {
            _saved[name] = _script;
        }
    }

    public void LoadScript(string name) => _script = _saved.GetValueOrDefault(name);

    /// <summary>Runs the script that was compiled last.</summary>
    /// <param name="append">Behind what is pending; otherwise that is forgotten.</param>
    public async ValueTask<bool> RunScriptAsync(SieveRun run, bool append)
    {
        Errors.Clear();
        if (_script is null)
        {
            Errors.Add("there is no script to run");
            return false;
        }

        var (actions, edits) = (_pending?.Actions ?? run.Actions, _pending?.Edits ?? run.Edits);
        if (!append)
        {
            ResetResult(run);
        }

        var inner = Inner(run);
        if (append)
        {
            inner.Actions = actions;
            inner.Edits = edits;
        }

        await inner.ExecuteAsync(new SieveScope(_script.Name, [_script]));
        return Finish(run, inner);
    }

    /// <summary>Runs scripts as scopes of their own, and does what they want.</summary>
    public async ValueTask<bool> RunScriptsAsync(SieveRun run, IReadOnlyList<string> names)
    {
        ResetResult(run);
        var inner = Inner(run);
        foreach (var name in names)
        {
            if (!CompileScript(name))
            {
                return false;
            }

            if (!await inner.ExecuteAsync(new SieveScope(name, [_script!])))
            {
                break;
            }
        }

        return Finish(run, inner) & await ExecuteResultAsync(run);
    }

    private SieveRun Inner(SieveRun run) => new(Options, Message(run), run.Environment, this, _clock, run.Cancellation);

    private bool Finish(SieveRun run, SieveRun inner)
    {
        _pending = inner;
        run.Actions = inner.Actions;
        if (inner.Error is { } error)
        {
            Errors.Add(error.Message);
        }

        return !inner.HasFailed;
    }
}
