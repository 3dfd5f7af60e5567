namespace TrainingContainer.SageMaker.Tests;

public sealed class SageMakerEnvironmentTests : IDisposable
{
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    private IReadOnlyDictionary<string, string> Read(Redactor? redactor = null, params (string Name, string Value)[] variables) =>
        SageMakerEnvironment.Read(
            _job.Paths, name => variables.FirstOrDefault(variable => variable.Name == name).Value, new HostHardware(8, 2), _job.Mistakes, redactor).Variables;

    private string Hyperparameter(string raw)
    {
        File.WriteAllText(_job.Paths.HyperparametersFile, System.Text.Json.JsonSerializer.Serialize(new { x = raw }));
        return Read()["SM_HP_X"];
    }

    // the right column is what Python's json.dumps(json.loads(text)) gives, or str() of a string
    [Theory]
    [InlineData("5", "5")]
    [InlineData("-0", "0")]
    [InlineData("1.50", "1.5")]
    [InlineData("1.0", "1.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("1e5", "100000.0")]
    [InlineData("1e-05", "1e-05")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("1E+22", "1e+22")]
    [InlineData("1e16", "1e+16")]
    [InlineData("-1.25e-7", "-1.25e-07")]
    [InlineData("-1.25e3", "-1250.0")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("1234567890123456.0", "1234567890123456.0")]
    [InlineData("0.0020447593724576905", "0.0020447593724576903")]
    [InlineData("1e999", "Infinity")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("true", "true")]
    [InlineData("True", "True")]
    [InlineData("null", "")]
    [InlineData("", "")]
    [InlineData("adam", "adam")]
    [InlineData("\"adam\"", "adam")]
    [InlineData("\"\\\"adam\\\"\"", "\"adam\"")]
    [InlineData("['a', 'b']", "['a', 'b']")]
    [InlineData("[1, 2.50, null, \"ä\\n\"]", "[1,2.5,null,\"\\u00e4\\n\"]")]
    [InlineData("{\"b\": 1, \"a\": {}, \"b\": [] }", "{\"a\":{},\"b\":[]}")]
    [InlineData("007", "007")]
    [InlineData("\"\\ud83d\"", "\"\\ud83d\"")]
    public void Value_IsDecodedAndWrittenAsPythonDoes(string raw, string expected) => Hyperparameter(raw).ShouldBe(expected);

    [Fact]
    public void EmptyJob_HasItsDefaults()
    {
        var variables = Read();
        variables["SM_HOSTS"].ShouldBe("[\"localhost\"]");
        variables["SM_CURRENT_INSTANCE_TYPE"].ShouldBe("local");
        variables["SM_CURRENT_INSTANCE_GROUP"].ShouldBe("homogeneousCluster");
        variables["SM_CHANNELS"].ShouldBe("[]");
        variables["SM_HPS"].ShouldBe("{}");
        variables["SM_USER_ARGS"].ShouldBe("[]");
        variables["SM_USER_ENTRY_POINT"].ShouldBe("");
        variables["SM_LOG_LEVEL"].ShouldBe("20");
        variables["SM_NUM_CPUS"].ShouldBe("8");
        variables["SM_NUM_GPUS"].ShouldBe("2");
        variables["SM_MODULE_DIR"].ShouldBe(Path.Combine(_job.Paths.BaseDirectory, "code"));
        variables.Keys.ShouldNotContain("SM_TOPOLOGY");
        variables.Keys.ShouldNotContain("SM_JOB_NAME");
        _job.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void Folders_AreTheJobs()
    {
        var variables = Read(null, ("SAGEMAKER_TRAINING_MODULE", "my_framework"));
        variables["SM_MODEL_DIR"].ShouldBe(_job.Paths.Model);
        variables["SM_OUTPUT_DIR"].ShouldBe(_job.Paths.Output);
        variables["SM_OUTPUT_DATA_DIR"].ShouldBe(_job.Paths.OutputData);
        variables["SM_OUTPUT_INTERMEDIATE_DIR"].ShouldBe(Path.Combine(_job.Paths.Output, "intermediate"));
        variables["SM_INPUT_CONFIG_DIR"].ShouldBe(_job.Paths.InputConfig);
        variables["SM_INPUT_DIR"].ShouldBe(Path.GetDirectoryName(_job.Paths.InputConfig));
        variables["SM_FRAMEWORK_MODULE"].ShouldBe("my_framework");
        variables["SM_NUM_NEURONS"].ShouldBe("0");
        variables["CURRENT_HOST"].ShouldBe("localhost");
    }

    [Theory]
    [InlineData(null, "false")]
    [InlineData("", "false")]
    [InlineData("{}", "false")]
    [InlineData("{\"partitions\":2}", "true")]
    public void ModelParallelism_IsToldByItsParameters(string? parameters, string enabled)
    {
        var all = Read(null, ("SM_HP_MP_PARAMETERS", parameters!))["SM_TRAINING_ENV"];
        all.ShouldContain($"\"is_modelparallel_enabled\":{enabled},\"is_smddpmprun_installed\":false,");
        all.ShouldContain("\"channel_input_dirs\":{},");
    }

    [Fact]
    public void HyperparametersOfTheServiceAndTheSdk_AreNotTheUsers()
    {
        _job.ReadHyperparameters("""
            {"lr":"0.1","sagemaker_program":"\"train.py\"","sagemaker_submit_directory":"\"s3://b/k\"","sagemaker_container_log_level":"10",
             "sagemaker_job_name":"\"job-1\"","sagemaker_region":"\"eu-west-1\"","_tuning_objective_metric":"validation:loss","sagemaker_mpi_enabled":"true"}
            """);
        var variables = Read();
        variables["SM_HPS"].ShouldBe("{\"lr\":0.1}");
        variables["SM_FRAMEWORK_PARAMS"].ShouldBe("{\"sagemaker_mpi_enabled\":true}");
        variables["SM_USER_ENTRY_POINT"].ShouldBe("train.py");
        variables["SM_MODULE_NAME"].ShouldBe("train");
        variables["SM_MODULE_DIR"].ShouldBe("s3://b/k");
        variables["SM_LOG_LEVEL"].ShouldBe("10");
        variables["SAGEMAKER_JOB_NAME"].ShouldBe("job-1");
        variables["SAGEMAKER_REGION"].ShouldBe("eu-west-1");
        variables["SM_DISTRIBUTION_INSTANCE_GROUPS"].ShouldBe("[\"homogeneousCluster\"]");
    }

    [Fact]
    public void VariablesOfTheProcess_CountToo()
    {
        var variables = Read(null, ("SAGEMAKER_PROGRAM", "My.dll"), ("AWS_REGION", "us-east-1"), ("TRAINING_JOB_NAME", "job-2"));
        variables["SM_USER_ENTRY_POINT"].ShouldBe("My.dll");
        variables["SAGEMAKER_REGION"].ShouldBe("us-east-1");
        variables["SM_TRAINING_ENV"].ShouldContain("\"job_name\":\"job-2\"");
    }

    [Fact]
    public void Arguments_AreAsOnACommandLine()
    {
        _job.ReadHyperparameters("""{"lr":"0.1","e":"3","on":"true","none":"null","list":"[1, \"it's\"]","map":"{\"b\": true, \"a\": null}"}""");
        Read()["SM_USER_ARGS"].ShouldBe("""["-e","3","--list","[1, \"it's\"]","--lr","0.1","--map","a=None,b=True","--none","","--on","True"]""");
    }

    [Fact]
    public void InstanceGroups_AreReadFromTheResources()
    {
        const string Json = """
            {"current_host":"algo-3","current_instance_type":"ml.g5.2xlarge","current_group_name":"gpu","hosts":["algo-1","algo-2","algo-3"],
             "instance_groups":[{"instance_group_name":"cpu","instance_type":"ml.c5.xlarge","hosts":["algo-1"]},
                                {"instance_group_name":"gpu","instance_type":"ml.g5.2xlarge","hosts":["algo-3","algo-2"]}],
             "network_interface_name":"eth1","topology":[{"hostName":"algo-3","capacityUnitId":"1"}]}
            """;
        File.WriteAllText(_job.Paths.ResourceConfigFile, Json);
        _job.ReadHyperparameters("""{"sagemaker_distribution_instance_groups":"[\"gpu\"]"}""");
        var variables = Read();
        variables["SM_CURRENT_INSTANCE_GROUP_HOSTS"].ShouldBe("[\"algo-3\",\"algo-2\"]");
        variables["SM_INSTANCE_GROUPS"].ShouldBe("[\"cpu\",\"gpu\"]");
        variables["SM_IS_HETERO"].ShouldBe("true");
        variables["SM_CURRENT_INSTANCE_TYPE"].ShouldBe("ml.g5.2xlarge");
        variables["SM_NETWORK_INTERFACE_NAME"].ShouldBe("eth1");
        variables["SM_TOPOLOGY"].ShouldBe("[{\"capacityUnitId\":\"1\",\"hostName\":\"algo-3\"}]");
        variables["SM_TRAINING_ENV"].ShouldContain("\"is_master\":true");
        variables["SM_TRAINING_ENV"].ShouldContain("\"distribution_hosts\":[\"algo-3\",\"algo-2\"]");
        variables["SM_RESOURCE_CONFIG"].ShouldStartWith("{\"current_group_name\":\"gpu\"");
    }

    [Fact]
    public void InstanceGroupWithoutAName_IsLeftOut()
    {
        File.WriteAllText(_job.Paths.ResourceConfigFile, """
            {"current_host":"algo-1","hosts":["algo-1"],
             "instance_groups":[{"instance_group_name":5},{"hosts":["algo-1"]},"text",{"instance_group_name":"gpu","hosts":["algo-1"]}]}
            """);
        var variables = Read();
        variables["SM_INSTANCE_GROUPS"].ShouldBe("[\"gpu\"]");
        variables["SM_IS_HETERO"].ShouldBe("false");
        variables["SM_INSTANCE_GROUPS_DICT"].ShouldBe("""{"gpu":{"hosts":["algo-1"],"instance_group_name":"gpu"}}""");
    }

    [Fact]
    public void Region_IsTheSdksOrElseTheProcesss()
    {
        Read()["SAGEMAKER_REGION"].ShouldBe("");
        Read()["SAGEMAKER_JOB_NAME"].ShouldBe("");
        Read(null, ("AWS_DEFAULT_REGION", "eu-central-1"))["SAGEMAKER_REGION"].ShouldBe("eu-central-1");
        Read(null, ("AWS_DEFAULT_REGION", "eu-central-1"), ("AWS_REGION", "us-east-1"))["SAGEMAKER_REGION"].ShouldBe("us-east-1");
    }

    [Fact]
    public void WithoutDistribution_NoGroupIsDistributed() => Read()["SM_DISTRIBUTION_INSTANCE_GROUPS"].ShouldBe("[]");

    [Theory]
    [InlineData("sagemaker_mpi_enabled")]
    [InlineData("sagemaker_parameter_server_enabled")]
    [InlineData("sagemaker_distributed_dataparallel_enabled")]
    [InlineData("sagemaker_pytorch_ddp_enabled")]
    [InlineData("sagemaker_pytorch_xla_multi_worker_enabled")]
    [InlineData("sagemaker_multi_worker_mirrored_strategy_enabled")]
    [InlineData("sagemaker_torch_distributed_enabled")]
    public void Distribution_IsTheCurrentGroups(string switchedOn)
    {
        _job.ReadHyperparameters($$"""{"{{switchedOn}}":"true"}""");
        Read()["SM_DISTRIBUTION_INSTANCE_GROUPS"].ShouldBe("[\"homogeneousCluster\"]");
        _job.ReadHyperparameters($$"""{"{{switchedOn}}":"false"}""");
        Read()["SM_DISTRIBUTION_INSTANCE_GROUPS"].ShouldBe("[]");
    }

    [Fact]
    public void Channels_KeepTheirSpellingInTheName()
    {
        _job.ReadChannels("""{"train":{"TrainingInputMode":"Pipe"},"my-data.v1":null}""");
        var variables = Read();
        variables["SM_CHANNEL_TRAIN"].ShouldBe(_job.Paths.Channel("train"));
        variables["SM_CHANNEL_MY-DATA.V1"].ShouldBe(_job.Paths.Channel("my-data.v1"));
        variables["SM_INPUT_DATA_CONFIG"].ShouldBe("""{"my-data.v1":null,"train":{"TrainingInputMode":"Pipe"}}""");
    }

    [Fact]
    public void ForShowing_SecretsAreLeftOut_ForRunningTheyAreThere()
    {
        _job.ReadHyperparameters("""{"db_password":"\"s3same\"","note":"at https://me:hunter2@example.com"}""");
        Read()["SM_HP_DB_PASSWORD"].ShouldBe("s3same");
        var shown = Read(Redactor.For([], _job.Paths));
        shown["SM_HP_DB_PASSWORD"].ShouldBe("<redacted>");
        foreach (var (name, value) in shown) (value.Contains("s3same") || value.Contains("hunter2")).ShouldBeFalse(name);
    }

    [Fact]
    public void MistakesInTheFiles_AreTold()
    {
        File.WriteAllText(_job.Paths.HyperparametersFile, "{");
        File.WriteAllText(_job.Paths.InputDataConfigFile, "[]");
        File.WriteAllText(_job.Paths.ResourceConfigFile, """{"current_host":"algo-9","hosts":["algo-1"]}""");
        Read();
        _job.Mistakes.Count.ShouldBe(3);
    }

    [Fact]
    public void Gpus_AreCountedByTheirDeviceNodes()
    {
        foreach (var name in new[] { "nvidia0", "nvidia1", "nvidia10", "nvidiactl", "nvidia-uvm", "null" })
            File.WriteAllText(Path.Combine(_job.Paths.InputData, name), "");
        HostHardware.Count(_job.Paths.InputData).Gpus.ShouldBe(3);
        HostHardware.Count("/no/such/folder").Gpus.ShouldBe(0);
        HostHardware.Count().Cpus.ShouldBe(Environment.ProcessorCount);
    }
}
