//! `tokio::task`. The tasks of a local set are one thread's: while one of them goes on the others of its set do not, and
//! other threads may.

use super::sync::oneshot;
use crate::seam::switch;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

shuttle::thread_local! {
    /// The set whose tasks this thread runs.
    static CURRENT: RefCell<Option<Rc<Set>>> = RefCell::new(None);
}

/// The task was ended by somebody else.
#[derive(Debug)]
pub(crate) struct JoinError;

type Work = Pin<Box<dyn Future<Output = ()>>>;

struct Local {
    work: RefCell<Option<Work>>,
    aborted: Cell<bool>,
    waker: Waker,
}

#[derive(Default)]
struct Set {
    tasks: RefCell<Vec<Rc<Local>>>,
    ready: Arc<Ready>,
}

/// Who can go on. It is woken from other threads.
#[derive(Default)]
struct Ready(Mutex<(VecDeque<usize>, Option<Waker>)>);

impl Ready {
    fn lock(&self) -> MutexGuard<'_, (VecDeque<usize>, Option<Waker>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Wakes {
    ready: Arc<Ready>,
    task: usize,
    woken: AtomicBool,
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        if self.woken.swap(true, Ordering::Relaxed) {
            return;
        }
        let thread = {
            let mut ready = self.ready.lock();
            ready.0.push_back(self.task);
            ready.1.clone()
        };
        thread.into_iter().for_each(Waker::wake);
    }
}

impl Set {
    fn waker(&self, task: usize) -> (Arc<Wakes>, Waker) {
        let wakes = Arc::new(Wakes { ready: self.ready.clone(), task, woken: AtomicBool::new(false) });
        (wakes.clone(), wakes.into())
    }

    fn add(&self, work: Work) -> Rc<Local> {
        let mut tasks = self.tasks.borrow_mut();
        // Number 0 is what the set runs until.
        let (wakes, waker) = self.waker(tasks.len() + 1);
        let flag = Rc::new(wakes);
        let unwoken = {
            let mut work = work;
            poll_fn(move |cx| {
                flag.woken.store(false, Ordering::Relaxed);
                work.as_mut().poll(cx)
            })
        };
        let local = Rc::new(Local { work: RefCell::new(Some(Box::pin(unwoken))), aborted: Cell::new(false), waker });
        tasks.push(local.clone());
        drop(tasks);
        local.waker.wake_by_ref();
        local
    }

    fn poll(&self, task: usize) {
        let Some(local) = self.tasks.borrow().get(task - 1).cloned() else { return };
        let Some(mut work) = local.work.borrow_mut().take() else { return };
        let over = local.aborted.get() || work.as_mut().poll(&mut Context::from_waker(&local.waker)).is_ready();
        if !over {
            *local.work.borrow_mut() = Some(work);
        }
    }
}

/// Tasks of one thread.
#[derive(Default)]
pub(crate) struct LocalSet(Rc<Set>);

impl LocalSet {
    pub(crate) fn new() -> LocalSet {
        LocalSet::default()
    }

    /// Runs them until this one is over; what the others left is dropped with the set.
    pub(crate) async fn run_until<T>(&self, work: impl Future<Output = T>) -> T {
        let set = self.0.clone();
        let (own, waker) = set.waker(0);
        waker.wake_by_ref();
        let mut work = std::pin::pin!(work);
        poll_fn(move |cx| {
            set.ready.lock().1 = Some(cx.waker().clone());
            CURRENT.with(|current| *current.borrow_mut() = Some(set.clone()));
            loop {
                let next = set.ready.lock().0.pop_front();
                match next {
                    None => return Poll::Pending,
                    Some(0) => {
                        own.woken.store(false, Ordering::Relaxed);
                        if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
                            return Poll::Ready(done);
                        }
                    }
                    Some(task) => set.poll(task),
                }
                switch();
            }
        })
        .await
    }
}

impl Drop for LocalSet {
    fn drop(&mut self) {
        // They hold each other; whoever ends the set ends them.
        let left: Vec<Rc<Local>> = self.0.tasks.borrow_mut().drain(..).collect();
        left.iter().for_each(|local| drop(local.work.borrow_mut().take()));
    }
}

/// What a task ended with.
pub(crate) struct JoinHandle<T> {
    end: Rc<RefCell<oneshot::Receiver<T>>>,
    local: Rc<Local>,
}

impl<T> JoinHandle<T> {
    pub(crate) fn abort(&self) {
        self.local.aborted.set(true);
        self.local.waker.wake_by_ref();
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut *self.end.borrow_mut()).poll(cx).map_err(|_| JoinError)
    }
}

/// In the set of the thread that calls it.
pub(crate) fn spawn_local<T: 'static>(work: impl Future<Output = T> + 'static) -> JoinHandle<T> {
    let (tell, end) = oneshot::channel();
    let work = async move {
        let done = work.await;
        let _ = tell.send(done);
    };
    let set = CURRENT.with(|current| current.borrow().clone());
    #[expect(clippy::expect_used, reason = "as tokio itself does")]
    let local = set.expect("a task is spawned inside a LocalSet").add(Box::pin(work));
    JoinHandle { end: Rc::new(RefCell::new(end)), local }
}

/// Beside everything: the schedule treats it as a thread.
pub(crate) fn spawn<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    let spawned = shuttle::future::spawn(work);
    async move { spawned.await.map_err(|_| JoinError) }
}

/// On a thread of its own.
pub(crate) async fn spawn_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    let (tell, end) = oneshot::channel();
    shuttle::thread::spawn(move || {
        let _ = tell.send(work());
    });
    end.await.map_err(|_| JoinError)
}

/// Lets the others of the set go on.
pub(crate) async fn yield_now() {
    let mut yielded = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
