import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch from the jars of its class path: NAME FOLDER HTTP-PORT TRANSPORT-PORT SEEDS MANAGERS. */
public final class OneNode extends Node {
    private OneNode(Settings settings, String name) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> name),
            List.of(Netty4Plugin.class, CommonAnalysisPlugin.class),
            false);
    }

    public static void main(String[] words) throws Exception {
        String name = words[0];
        Settings settings = Settings.builder()
            .put("cluster.name", "qiao-test")
            .put("node.name", name)
            .put("path.home", Path.of(words[1]).toString())
            .put("network.host", "127.0.0.1")
            .put("http.port", words[2])
            .put("transport.port", words[3])
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .putList("discovery.seed_hosts", words[4].split(","))
            .putList("cluster.initial_cluster_manager_nodes", words[5].split(","))
            // A full disk of a developer's machine is no matter of the tests.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("node.processors", 2)
            .build();
        OneNode node = new OneNode(settings, name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        new CountDownLatch(1).await();
    }

    private static void close(OneNode node) {
        try {
            node.close();
        } catch (java.io.IOException error) {
            System.err.println(error);
        }
    }
}
