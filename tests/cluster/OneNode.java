import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of OpenSearch, of the jars on the class path and without anything else: NAME FOLDER HTTP-PORT
 * TRANSPORT-PORT SEED,SEED MANAGER,MANAGER. It says "ready" when it listens.
 */
public final class OneNode extends Node {
    private OneNode(Settings settings, String name) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> name),
            List.of(Netty4Plugin.class, CommonAnalysisPlugin.class),
            false);
    }

    public static void main(String[] words) throws Exception {
        Settings settings = Settings.builder()
            .put("cluster.name", "qiao")
            .put("node.name", words[0])
            .put("path.home", Path.of(words[1]).toString())
            .put("network.host", "127.0.0.1")
            .put("http.port", words[2])
            .put("transport.port", words[3])
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .putList("discovery.seed_hosts", words[4].split(","))
            .putList("cluster.initial_cluster_manager_nodes", words[5].split(","))
            // That the disk of a developer's machine is nearly full is no matter of the tests.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("node.processors", 2)
            .build();
        OneNode node = new OneNode(settings, words[0]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node)));
        node.start();
        System.out.println("ready");
        System.out.flush();
        new CountDownLatch(1).await();
    }

    private static void end(OneNode node) {
        try {
            node.close();
        } catch (IOException error) {
            System.err.println(error);
        }
    }
}
