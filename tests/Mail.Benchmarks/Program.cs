using System.Globalization;
using BenchmarkDotNet.Running;
using Mail.Benchmarks;

if (args is ["gateway-in-memory", var port, .. var rest])
{
    return await InMemoryGateway.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), rest.FirstOrDefault());
}

if (args is ["send-in-memory" or "send-fill", var sink, var count, var size])
{
    int[] numbers = [.. new[] { sink, count, size }.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    return args[0] == "send-fill"
        ? await FillCommand.RunAsync(numbers[0], numbers[1], numbers[2])
        : await SendCommand.RunAsync(numbers[0], numbers[1], numbers[2]);
}

if (args is ["send-load", .. var options])
{
    return await LoadCommand.RunAsync(options);
}

if (args is ["fetch-in-memory", var popPort])
{
    return await FetchCommand.RunAsync(int.Parse(popPort, CultureInfo.InvariantCulture));
}

if (args is ["sort", var script, var folder])
{
    return await SortCommand.RunAsync(script, folder);
}

if (args is ["spam-train" or "spam-score", var model])
{
    return SpamCommand.Run(args[0], model);
}

if (args is ["spam-tokenize"])
{
    return SpamCommand.Tokenize();
}

if (args is ["spam-model", var newModel, var tokens])
{
    return ModelCommand.Make(newModel, int.Parse(tokens, CultureInfo.InvariantCulture));
}

if (args is ["spam-load", var oldModel])
{
    return ModelCommand.Load(oldModel);
}

BenchmarkSwitcher.FromAssembly(typeof(InMemoryGateway).Assembly).Run(args);
return 0;
