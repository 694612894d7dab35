namespace Mail.Sieve.Procmail;

/// <summary>
/// Converts a procmailrc, as procmail 3.22 reads it (procmailrc(5), procmailsc(5)), to rules. Any text is taken: what cannot be read or has no
/// equivalent is in the findings, and mail that it would have sorted is left to the other rules.
/// </summary>
public static class ProcmailImporter
{
    /// <param name="name">Of the file, for the findings: <c>.procmailrc</c>.</param>
    /// <param name="text">The file.</param>
    public static ImportedRules Import(string name, string text, ImportOptions options)
    {
        var context = new RcContext(options);
        using var file = context.Report.Enter(name);
        if (text.Length > ImportLimits.FileLength)
        {
            context.Report.Add(1, "", ImportOutcome.NotConverted, $"the file is longer than {ImportLimits.FileLength} characters");
            return new ImportedRules([], context.Report.Findings);
        }

        var sequence = new RcConverter(context).Convert(RcParser.Parse(ImportText.Clean(text)), isCopy: false, depth: 0);
        var units = sequence.IsFinal ? sequence.Units : [.. sequence.Units, .. Default(context, name)];
        return new ImportedRules(ImportedRows.Of(units), context.Report.Findings);
    }

    /// <summary>What reaches the end goes to DEFAULT: the inbox, unless it is thrown away.</summary>
    private static RcUnit[] Default(RcContext context, string name) =>
        context.Variables.Text("DEFAULT") == "/dev/null" ? [new RcUnit(name, "default", [SieveCommands.Discard, SieveCommand.Stop])] : [];
}
