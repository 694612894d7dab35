using System.Globalization;
using System.Text;

namespace Mail.Ctl.Tests;

public class FromLineTests
{
    [Theory]
    [InlineData("From a@b.test Thu Jan  1 10:00:00 2026", "2026-01-01T10:00:00+00:00")]
    [InlineData("From a@b.test  Thu Jan 01 10:00 2026\r\n", "2026-01-01T10:00:00+00:00")]
    [InlineData("From \"a b\"@c.test Thu Jan  1 10:00:00 +0200 2026", "2026-01-01T10:00:00+02:00")]
    [InlineData("From a at b.test  Thu Jan  1 10:00:00 2026 -0530", "2026-01-01T10:00:00-05:30")]
    [InlineData("From a@b.test Thu Jan  1 10:00:00 EST 2026", "2026-01-01T10:00:00+00:00")]
    [InlineData("From a@b.test Thu Jan  1 10:00:00 2026 remote from c", "2026-01-01T10:00:00+00:00")]
    [InlineData("From - Thu Jan  1 10:00:00 2026", "2026-01-01T10:00:00+00:00")]
    [InlineData("From ", null)]
    [InlineData("From -", null)]
    public void Begins_a_message(string line, string? time)
    {
        Assert.True(FromLine.TryRead(Encoding.Latin1.GetBytes(line), out var read));
        Assert.Equal(time is null ? null : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("From the beginning it was clear")]
    [InlineData("From Mon to Fri we meet at 10:00 in 2026")]
    [InlineData("From a@b.test Thu Jan 32 10:00:00 2026")]
    [InlineData("From a@b.test Thu Jan  1 25:00:00 2026")]
    [InlineData("From a@b.test Thu Jan  1 10:00:00 0001 +1400")]
    [InlineData("From a@b.test Fri Dec 31 23:59:59 9999 -1400")]
    [InlineData("From a@b.test Thu")]
    [InlineData("From Thu Jan 1 10:00:00")]
    [InlineData("from a@b.test Thu Jan  1 10:00:00 2026")]
    [InlineData("From:a@b.test Thu Jan  1 10:00:00 2026")]
    public void Is_text(string line) => Assert.False(FromLine.TryRead(Encoding.Latin1.GetBytes(line), out _));

    [Fact]
    public void Reads_what_it_writes()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        var line = FromLine.Write("a@b.test", time);
        Assert.Equal("From a@b.test Fri Jan  2 01:04:05 2026\n", line);
        Assert.True(FromLine.TryRead(Encoding.ASCII.GetBytes(line), out var read));
        Assert.Equal(time, read);
    }

    [Fact]
    public void Endless_line_is_text() =>
        Assert.False(FromLine.TryRead(Encoding.ASCII.GetBytes("From a@b.test " + new string('x', 100_000) + " Thu Jan  1 10:00:00 2026"), out _));
}
