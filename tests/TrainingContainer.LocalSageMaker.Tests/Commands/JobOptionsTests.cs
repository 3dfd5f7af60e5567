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
    public void ListVerb_EqualsStandInTheOrderOfTheirNames(string order, string expected)
    {
        (string Name, int Value)[] jobs = [("c", 3), ("a", 2), ("b", 3), ("d", 1)];
        var list = JobOptions.ListVerb(
            "list-jobs", "", [], "Job", (_, _) => jobs.Select(job => new JsonObject { ["JobName"] = job.Name, ["Value"] = job.Value, ["JobStatus"] = "Completed" }), "Value",
            moreSortKeys: ("Value", item => item["Value"]!.GetValue<int>()));

        list.Parse(order.Length == 0 ? [] : ["--sort-order", order]).Invoke().ShouldBe(0);

        using var printed = JsonDocument.Parse(TestContext.Current.TestOutputHelper!.Output);
        string.Join(' ', printed.RootElement.GetProperty("JobSummaries").EnumerateArray().Select(job => job.GetProperty("JobName").GetString())).ShouldBe(expected);
    }
}
