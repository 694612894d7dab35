using System.CommandLine;
using Mail.Sieve.Svtest;

namespace Mail.Ctl;

/// <summary>Needs no storage: everything happens in memory.</summary>
internal sealed class RuleSvtest : CtlCommand
{
    private readonly Argument<string[]> _files;
    private readonly Option<bool> _supportedOnly;

    public RuleSvtest(CtlApp app)
        : base(
            app,
            "svtest",
            "Runs Sieve test files (.svtest) against our engine, in memory. Exit 0: all passed.",
            "mailctl rule svtest tests/",
            "mailctl rule svtest basic.svtest --json")
    {
        _files = Take(new Argument<string[]>("FILE")
        {
            Description = "Test files, or folders whose .svtest files are run, with those of the folders in them.",
            Arity = ArgumentArity.OneOrMore,
        });
        _supportedOnly = Take(new Option<bool>("--supported-only")
        {
            Description = "Leave files aside that need an extension which we do not have; they fail otherwise.",
        });
    }

    public override bool NeedsStorage => false;

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var runner = new SvtestRunner(new SvtestFileReader(), Time);
        var reports = new List<SvtestReport>();
        foreach (var name in run.Get(_files)!)
        {
            if (SvtestFileReader.List(name) is not { } files)
            {
                return CommandResult.Refused($"There is no file or folder {name}.");
            }

            foreach (var file in files)
            {
                reports.Add(await runner.RunAsync(file, cancellationToken));
            }
        }

        var view = SvtestView.From(reports, run.Get(_supportedOnly));
        run.Answer.Write(view, json => json.SvtestView, view.Write);
        return view.Failed == 0 ? CommandResult.Done : CommandResult.NotWell;
    }
}
