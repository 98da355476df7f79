import PrivateCluster
import Synchronization

/// What the exit of the process must clear away; global, because `atexit` takes a function without a context.
enum TestClusterExit {
    static let cluster = Mutex<PrivateCluster?>(nil)
}
