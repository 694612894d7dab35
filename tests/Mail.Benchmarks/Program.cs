using System.Globalization;
using BenchmarkDotNet.Running;
using Mail.Benchmarks;

if (args is ["gateway-in-memory", var port, .. var rest])
{
    return await InMemoryGateway.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), rest.FirstOrDefault());
}

BenchmarkSwitcher.FromAssembly(typeof(InMemoryGateway).Assembly).Run(args);
return 0;
