using Mail.Spam;

namespace Mail.Ctl;

/// <summary>Lists of labelled messages: <c>path&lt;TAB&gt;label</c>, label <c>ham</c> or <c>spam</c>. Empty lines and lines that begin with # are passed over.</summary>
internal static class EvalList
{
    public static bool TryRead(string file, out IReadOnlyList<EvalMessage> messages, out string error)
    {
        messages = [];
        if (!File.Exists(file))
        {
            error = $"There is no list {file}.";
            return false;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var found = new List<EvalMessage>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var tab = line.LastIndexOf('\t');
            if (tab <= 0 || LabelOf(line.AsSpan(tab + 1).Trim()) is not { } label)
            {
                error = $"{file}, line {number}: this is not 'path<TAB>ham' or 'path<TAB>spam'.";
                return false;
            }

            found.Add(new EvalMessage(line[..tab], Path.Combine(folder, line[..tab]), label));
        }

        (messages, error) = (found, "");
        return true;
    }

    private static SpamLabel? LabelOf(ReadOnlySpan<char> text) =>
        text.Equals("ham", StringComparison.OrdinalIgnoreCase) ? SpamLabel.Ham
        : text.Equals("spam", StringComparison.OrdinalIgnoreCase) ? SpamLabel.Spam
        : null;
}
