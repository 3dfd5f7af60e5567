using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingContainer.LocalSageMaker.Commands;

namespace TrainingContainer.LocalSageMaker.Tests.Commands;

public sealed class JobOptionsTests
{
    // of several best jobs BestTrainingJob is the first; the list's first was the last of them
    [Theory]
    [InlineData("Descending", "b c a d")]
    [InlineData("Ascending", "d a b c")]
    [InlineData("", "d a b c")]
    public void PrintList_EqualsStandInTheOrderOfTheirNames(string order, string expected)
    {
        (string Name, int Value)[] jobs = [("c", 3), ("a", 2), ("b", 3), ("d", 1)];
        var options = new CommandOptions(order.Length == 0 ? [] : ["--sort-order", order], JobOptions.ListNames, []);

        JobOptions.PrintList(
            options, "Jobs", jobs.Select(job => new JsonObject { ["Name"] = job.Name, ["Value"] = job.Value, ["Status"] = "Completed" }), "Name", "Status",
            [("Value", item => item["Value"]!.GetValue<int>())]);

        using var printed = JsonDocument.Parse(TestContext.Current.TestOutputHelper!.Output);
        string.Join(' ', printed.RootElement.GetProperty("Jobs").EnumerateArray().Select(job => job.GetProperty("Name").GetString())).ShouldBe(expected);
    }
}
