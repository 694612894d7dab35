using BenchmarkDotNet.Attributes;
using Mail.Smtp;

namespace Mail.Benchmarks;

[MemoryDiagnoser]
public class DotReaderBenchmarks
{
    private byte[] _wire = [];
    private byte[] _content = [];

    [Params(10 * 1024, 1024 * 1024)]
    public int Octets { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _wire = MessageText.Create(Octets);
        _content = new byte[_wire.Length];
    }

    [Benchmark]
    public int Read()
    {
        var reader = default(DotReader);
        reader.Read(_wire, _content, out _, out var written);
        return written;
    }
}
