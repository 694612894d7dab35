using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public sealed class JournalTests : IDisposable
{
    private static readonly Fingerprint Print = Fingerprint.FromHash(new byte[32]);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("journal-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

    private string FilePath => Path.Combine(_folder, AcceptanceJournal.FileName);

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_begun_and_not_answered_is_there_after_a_restart()
    {
        var (answered, begun, refused) = (NewId(), NewId(), NewId());
        using (var journal = Open())
        {
            journal.Begin(answered, Print);
            journal.Begin(begun, Print);
            journal.Begin(refused, Print);
            journal.Answered(answered);
            journal.Refused(refused);
        }

        using var next = Open();
        Assert.Equal(
            [new JournalEntry(begun, Print, Refused: false), new JournalEntry(refused, Print, Refused: true)],
            next.AtStart.OrderBy(e => e.Refused));
    }

    [Fact]
    public void A_message_that_was_promised_again_is_no_longer_refused()
    {
        var id = NewId();
        using (var journal = Open())
        {
            journal.Begin(id, Print);
            journal.Refused(id);
            journal.Begin(id, Print);
        }

        using var next = Open();
        Assert.Equal([new JournalEntry(id, Print, Refused: false)], next.AtStart);
    }

    [Fact]
    public void Lines_are_on_disk_at_once_and_answered_ones_a_second_later()
    {
        var id = NewId();
        using var journal = Open();
        journal.Begin(id, Print);
        Assert.Equal($"begin {id} {Print}\n", ReadFile());

        journal.Answered(id);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal($"begin {id} {Print}\n", ReadFile());

        _time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal($"begin {id} {Print}\nanswered {id}\n", ReadFile());
    }

    [Fact]
    public void An_answer_that_comes_between_two_ticks_waits_its_whole_second()
    {
        var (first, second) = (NewId(), NewId());
        using var journal = Open();
        journal.Begin(first, Print);
        journal.Begin(second, Print);
        journal.Answered(first);
        _time.Advance(TimeSpan.FromMilliseconds(900));
        journal.Answered(second);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.DoesNotContain($"answered {second}", ReadFile(), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains($"answered {second}", ReadFile(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_last_line_is_as_if_it_was_never_written()
    {
        var id = NewId();
        var whole = $"begin {id} {Print}\nanswered {id}\n";
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllText(FilePath, whole[..length]);
            using var journal = Open();
            // The LF itself is not needed: an id and a fingerprint have one length only.
            var begun = length >= whole.IndexOf('\n', StringComparison.Ordinal);
            var answered = length >= whole.Length - 1;
            Assert.Equal(begun && !answered ? 1 : 0, journal.AtStart.Count);
        }
    }

    [Fact]
    public void Rubbish_is_stepped_over_in_bounded_memory()
    {
        var random = new Random(42);
        var id = NewId();
        for (var round = 0; round < 200; round++)
        {
            var rubbish = new byte[random.Next(0, 5000)];
            random.NextBytes(rubbish);
            using (var file = File.Create(FilePath))
            {
                file.Write(rubbish);
                file.Write(Encoding.ASCII.GetBytes($"\nbegin {id} {Print}\n"));
                file.Write(new byte[random.Next(0, 100_000)]);
            }

            using var journal = Open();
            Assert.Equal([new JournalEntry(id, Print, Refused: false)], journal.AtStart);
        }
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("begin 01aryz6s41tsv4rrffq69g5fav")]
    [InlineData("begin  01aryz6s41tsv4rrffq69g5fav 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("begin 01ARYZ6S41TSV4RRFFQ69G5FAV 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("answered 01aryz6s41tsv4rrffq69g5fav x")]
    [InlineData("refused")]
    [InlineData("Begin 01aryz6s41tsv4rrffq69g5fav 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("")]
    public void Only_whole_lines_are_read(string line) => Assert.False(JournalLine.TryParse(line, out _));

    [Fact]
    public void Of_too_many_the_newest_are_kept()
    {
        var ids = Enumerable.Range(0, MessagesInDoubt.MaxCount + 50)
            .Select(i => QueueId.Derive(_time.GetUtcNow().AddMilliseconds(i), new byte[10])).ToList();
        File.WriteAllLines(FilePath, ids.Select(id => $"begin {id} {Print}"));
        using var journal = Open();
        Assert.Equal(ids.Skip(50), journal.AtStart.Select(e => e.QueueId).Order());
    }

    [Fact]
    public void The_file_does_not_grow_without_end()
    {
        var stays = NewId();
        using (var journal = Open())
        {
            journal.Begin(stays, Print);
            for (var i = 0; i < 50_000; i++)
            {
                var id = NewId();
                journal.Begin(id, Print);
                journal.Answered(id);
                if (i % 1000 == 0)
                {
                    _time.Advance(TimeSpan.FromSeconds(1.5));
                }
            }

            Assert.InRange(new FileInfo(FilePath).Length, 1, 5 * 1024 * 1024);
        }

        using var next = Open();
        Assert.Equal([stays], next.AtStart.Select(e => e.QueueId));
    }

    [Fact]
    public void A_second_gateway_in_the_same_folder_goes_without()
    {
        using var first = Open();
        using var second = Open();
        Assert.True(first.IsKept);
        Assert.False(second.IsKept);
        second.Begin(NewId(), Print);
        Assert.Equal("", ReadFile());
    }

    [Fact]
    public void Without_a_usable_folder_everything_else_works()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        using var inFile = AcceptanceJournal.Open(Path.Combine(file, "below"), _time, NullLogger.Instance);
        using var nowhere = AcceptanceJournal.Open(null, _time, NullLogger.Instance);
        foreach (var journal in new[] { inFile, nowhere })
        {
            var id = NewId();
            journal.Begin(id, Print);
            journal.Refused(id);
            journal.Answered(id);
            Assert.False(journal.IsKept);
        }
    }

    [Fact]
    public void What_could_not_be_written_is_written_when_it_can_be_again()
    {
        var (first, second) = (NewId(), NewId());
        // A folder in the way of the new file: the journal cannot be written as long as it is there.
        System.IO.Directory.CreateDirectory(FilePath + ".new");
        using (var journal = Open())
        {
            journal.Begin(first, Print);
            Assert.False(journal.IsKept);
            System.IO.Directory.Delete(FilePath + ".new");
            journal.Begin(second, Print);
            Assert.True(journal.IsKept);
        }

        using var next = Open();
        Assert.Equal(new[] { first, second }.Order(), next.AtStart.Select(e => e.QueueId).Order());
    }

    private AcceptanceJournal Open() => AcceptanceJournal.Open(_folder, _time, NullLogger.Instance);

    private QueueId NewId() => QueueId.New(_time);

    private string ReadFile()
    {
        using var file = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(file).ReadToEnd();
    }
}
