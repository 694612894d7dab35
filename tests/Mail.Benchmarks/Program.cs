using System.Globalization;
using BenchmarkDotNet.Running;
using Mail.Benchmarks;

if (args is ["gateway-in-memory", var port, .. var rest])
{
    return await InMemoryGateway.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), rest.FirstOrDefault());
}

if (args is ["send-in-memory", var sink, var count, var size])
{
    return await SendCommand.RunAsync(
        int.Parse(sink, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture));
}

if (args is ["send-load", .. var options])
{
    return await LoadCommand.RunAsync(options);
}

BenchmarkSwitcher.FromAssembly(typeof(InMemoryGateway).Assembly).Run(args);
return 0;
