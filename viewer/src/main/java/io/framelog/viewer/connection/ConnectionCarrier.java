package io.framelog.viewer.connection;

import io.framelog.viewer.http.AddressLimit;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;

/** A connection of HTTP/1.1, which has one answer at a time. */
final class ConnectionCarrier implements Carrier {
    private final ServletContextRequest request;
    private final ConnectionMetaData connection;
    private final EndPoint endPoint;

    ConnectionCarrier(ServletContextRequest request) {
        this.request = request;
        this.connection = request.getConnectionMetaData();
        this.endPoint = connection.getConnection().getEndPoint();
    }

    /** The answer needs no chunks then, in HTTP/1.1 as in 1.0. */
    @Override
    public void announceEnd(HttpServletResponse response) {
        response.setHeader("Connection", "close");
    }

    @Override
    public void takeOver(Context context, SendBuffer sendBuffer, Function<Outlet, ? extends Client> serve) {
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new PushConnection(
                        endPoint,
                        connection.getConnector().getExecutor(),
                        outlet(sendBuffer),
                        serve,
                        request.getAttribute(AddressLimit.RELEASE) instanceof Runnable release ? release : () -> {},
                        AdmissionCheck.of(context, connection)));
    }

    private Outlet outlet(SendBuffer sendBuffer) {
        return endPoint instanceof SocketChannelEndPoint socket
                ? new SocketOutlet(socket, sendBuffer)
                : new EndPointOutlet(endPoint, sendBuffer);
    }

    @Override
    public long idleMillis() {
        return endPoint.getIdleTimeout();
    }

    @Override
    public void setIdleMillis(long millis) {
        endPoint.setIdleTimeout(millis);
    }

    @Override
    public void reset() {
        Sockets.reset(endPoint);
    }
}
