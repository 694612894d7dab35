using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mail.Ctl;

/// <summary>
/// Text for people. On a terminal tables have a frame and fit its width; in a pipe a row is a line with a tab between columns and no heading,
/// for <c>cut</c> and <c>awk</c>. Everything written is made safe first, and nothing is read as Spectre markup.
/// </summary>
internal sealed class TextAnswer(CtlConsole console)
{
    public void Line(string text) => console.Out.WriteLine(SafeText.Line(text));

    public void Lines(string text) => console.Out.WriteLine(SafeText.Lines(text));

    /// <summary>Names and values, one to a line; a value of <c>null</c> leaves its line out.</summary>
    public void Fields(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var width = 0;
        foreach (var (name, value) in fields)
        {
            width = value is null ? width : Math.Max(width, name.Length);
        }

        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                console.Out.WriteLine($"{(name + ":").PadRight(width + 1)} {SafeText.Line(value)}");
            }
        }
    }

    public void Table(IReadOnlyList<Column> columns, IEnumerable<string[]> rows)
    {
        if (console.OutIsTerminal)
        {
            Framed(columns, rows);
            return;
        }

        foreach (var row in rows)
        {
            console.Out.WriteLine(string.Join('\t', row.Select(SafeText.Line)));
        }
    }

    private void Framed(IReadOnlyList<Column> columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Name, new Style(decoration: Decoration.Bold))) { NoWrap = !column.MayWrap });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => (IRenderable)new Text(SafeText.Line(cell))));
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Out) });
        terminal.Profile.Width = console.Width ?? terminal.Profile.Width;
        terminal.Write(table);
    }
}
