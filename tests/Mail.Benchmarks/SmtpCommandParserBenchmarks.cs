using System.Text;
using BenchmarkDotNet.Attributes;
using Mail.Smtp;

namespace Mail.Benchmarks;

[MemoryDiagnoser]
public class SmtpCommandParserBenchmarks
{
    private readonly byte[] _mail = Encoding.ASCII.GetBytes("MAIL FROM:<alice.sender@example.com> SIZE=10240 BODY=8BITMIME");
    private readonly byte[] _rcpt = Encoding.ASCII.GetBytes("RCPT TO:<bob.receiver@example.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;bob.receiver@example.test");
    private readonly byte[] _rset = Encoding.ASCII.GetBytes("RSET");

    [Benchmark]
    public object? Mail()
    {
        SmtpCommandParser.Parse(_mail, out _, out var argument);
        MailParser.Parse(argument, isSecure: true, out var transaction);
        return transaction;
    }

    [Benchmark]
    public object? Rcpt()
    {
        SmtpCommandParser.Parse(_rcpt, out _, out var argument);
        RcptParser.Parse(argument, "mx.example.test", smtpUtf8: false, out var recipient);
        return recipient;
    }

    [Benchmark]
    public object Rset()
    {
        SmtpCommandParser.Parse(_rset, out var row, out _);
        return row;
    }
}
