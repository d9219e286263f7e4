//! Whether all shards are there. Each ends only after the engine: one that ends earlier has left sessions behind that
//! nobody serves, and whose names stay taken.

use tokio::sync::mpsc;

/// Held by a shard for as long as it serves.
pub(crate) struct Serving {
    number: u8,
    gone: mpsc::Sender<u8>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // A panic passes here, too. There is room for one word of each shard.
        let _ = self.gone.try_send(self.number);
    }
}

/// Hears which shards are gone.
pub(crate) struct Watch {
    gone: mpsc::Receiver<u8>,
}

impl Watch {
    /// For as many shards, numbered from 0.
    pub(crate) fn new(shards: usize) -> (Vec<Serving>, Watch) {
        let (tell, gone) = mpsc::channel(shards.max(1));
        let serving = (0..=u8::MAX).take(shards).map(|number| Serving { number, gone: tell.clone() });
        (serving.collect(), Watch { gone })
    }

    /// Waits until one is gone, and says its number. `None`: none was ever there.
    pub(crate) async fn gone(&mut self) -> Option<u8> {
        self.gone.recv().await
    }
}
