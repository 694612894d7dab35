namespace Mail.Sieve.Procmail;

/// <summary>
/// Converts a file of maildrop's, as maildrop 2 reads it (maildropfilter(7)), to rules. Any text is taken: what cannot be read or has no
/// equivalent is in the findings, and mail that it would have sorted is left to the other rules.
/// </summary>
public static class MaildropImporter
{
    /// <param name="name">Of the file, for the findings: <c>.mailfilter</c>.</param>
    /// <param name="text">The file.</param>
    public static ImportedRules Import(string name, string text, ImportOptions options)
    {
        // Paths begin at the home, and folders are in the maildir there unless DEFAULT says otherwise.
        var context = new RcContext(options) { Current = options.Home, FolderRoot = options.Home + "/Maildir" };
        context.Variables.Set("DEFAULT", options.Home + "/Maildir");
        using var file = context.Report.Enter(name);
        if (text.Length > ImportLimits.FileLength)
        {
            context.Report.Add(1, "", ImportOutcome.NotConverted, $"the file is longer than {ImportLimits.FileLength} characters");
            return new ImportedRules([], context.Report.Findings);
        }

        var sequence = new MaildropConverter(ImportText.Clean(text), context).Convert(depth: 0);
        return new ImportedRules(ImportedRows.Of(sequence.Units), context.Report.Findings);
    }
}
