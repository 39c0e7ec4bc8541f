package io.framelog.testing;

import io.framelog.localkafka.LocalKafka;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Resolves parameters of type {@link TestKafka}. The broker starts when the first test needs it, is shared by all tests
 * of the JVM, and stops when they have ended.
 *
 * <p>{@code FRAMELOG_TEST_KAFKA=docker} or {@code =local}, a system property or environment variable, forces the choice
 * of broker.
 */
public final class KafkaExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(KafkaExtension.class);
    private static final String SETTING = "FRAMELOG_TEST_KAFKA";

    /** For JUnit. */
    public KafkaExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestKafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Not the root's store: Failsafe with several JVMs gives each class a root of its own.
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(TestBroker.class, key -> start(context), TestBroker.class)
                .kafka();
    }

    private static TestBroker start(ExtensionContext context) {
        String wanted = context.getConfigurationParameter(SETTING)
                .or(() -> Optional.ofNullable(System.getenv(SETTING)))
                .orElse("");
        String image = ContainerBroker.image();
        TestBroker broker = new BrokerChoice(
                        () -> new DockerProbe("docker").obstacle(image),
                        () -> ContainerBroker.start(image),
                        KafkaExtension::startLocalKafka,
                        System.out)
                .start(wanted);
        try {
            AgeLimit.remove(broker.kafka());
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private static TestBroker startLocalKafka() {
        LocalKafka kafka = LocalKafka.start();
        return new TestBroker(new TestKafka(kafka.bootstrapServer()), kafka::close);
    }
}
